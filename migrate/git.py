"""Asking git, safely: nothing that a repository configures is ever executed.

Works without git and outside repositories: then there is nothing to tell.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from migrate.hostile import one_line

# A repository's own configuration may name programs: these settings and filters would start one.
_SAFE = {"core.fsmonitor": "false", "core.hooksPath": os.devnull, "protocol.allow": "never"}
_FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"


def root_of(path: str) -> str:
    """The work tree that holds the absolute *path*, or `""`."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def head(root: str) -> str:
    """The commit of the work tree *root*, with `-dirty` when tracked files differ from it."""
    words = ("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
    return ask(root, *words).decode("ascii", "replace").strip() if root else ""


def ask(root: str, *words: str) -> bytes:
    """What git prints about the work tree *root*, `b""` when there is no git or it refuses."""
    return _run(root, words, _safe_settings(root)) if program() else b""


def refusal(root: str) -> str:
    """Why git does not answer about the work tree *root* (there is none, or it does not trust the
    folder's owner), or `""`."""
    if not program():
        return "there is no git on the PATH"
    done = _asked(root, ("rev-parse", "--show-toplevel"), _SAFE)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").partition("\n")[0]
        return one_line(said.removeprefix("fatal: "), 200)
    top = os.fsdecode(done.stdout).removesuffix("\n")
    return "" if os.path.realpath(top) == os.path.realpath(root) else "it is no repository"


def items(listing: bytes) -> list[bytes]:
    """The names in a listing with `-z`."""
    return [item for item in listing.split(b"\0") if item]


def _run(root: str, words: tuple[str, ...], settings: dict[str, str]) -> bytes:
    done = _asked(root, words, settings)
    return done.stdout if done.returncode == 0 else b""


def _asked(
    root: str, words: tuple[str, ...], settings: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [program(), "-C", root, *words],
        env=_environment(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def _safe_settings(root: str) -> dict[str, str]:
    listing = _run(root, ("config", "-z", "--name-only", "--get-regexp", _FILTERS), {})
    filters = [name.decode("utf-8", "surrogateescape") for name in items(listing)]
    return _SAFE | {name: "false" if name.endswith(".required") else "" for name in filters}


def program() -> str:
    """git from an absolute folder of PATH: never one lying in the directory that is scanned."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    absolute = os.pathsep.join(folder for folder in folders if os.path.isabs(folder))
    return shutil.which("git", path=absolute) or ""


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for number, (name, value) in enumerate(settings.items()):
        kept |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return kept | {
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "LC_ALL": "C",
    }
