"""Asking git, safely: nothing that a repository configures is ever executed.

Works without git and outside repositories: then nothing is ignored and nothing is uncommitted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from migrate.errors import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

# A repository's own configuration may name programs: these settings and filters would start one.
_SAFE = {"core.fsmonitor": "false", "core.hooksPath": os.devnull, "protocol.allow": "never"}
_FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"
_DIFF = (
    "diff", "-z", "--name-only", "--no-relative", "--no-ext-diff", "--no-textconv",
    "--no-renames", "--ignore-submodules=all",
)  # fmt: skip


_LINES = (
    "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames",
)  # fmt: skip
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def root_of(path: str) -> str:
    """The work tree that holds the absolute *path*, or `""`."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def ignored(root: str, below: str) -> set[str]:
    """Absolute paths under *below* that git ignores; an ignored folder stands for all in it."""
    out = _git(
        root, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory",
        "--", below,
    )  # fmt: skip
    return {os.path.join(root, os.fsdecode(name).rstrip("/")) for name in _items(out)}


def changed(root: str, since: str = "HEAD") -> list[str]:
    """Absolute paths of files that differ from the commit *since*, untracked ones included.

    In a repository without commits everything differs from HEAD. Raises Trouble when *since*
    names no commit.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", since + "^{commit}")
    if not commit and since != "HEAD":
        raise Trouble(f"git knows no commit {since!r}", hint="name a branch, a tag or a commit")
    kinds = ["--others"] if commit else ["--others", "--cached"]
    names = _items(_git(root, "ls-files", "-z", "--exclude-standard", *kinds))
    if commit:
        names += _items(_git(root, *_DIFF, commit.decode("ascii").strip(), "--"))
    return sorted({os.path.join(root, os.fsdecode(name)) for name in names})


def written_lines(root: str, since: str, path: str) -> tuple[range, ...]:
    """The lines of the file at *path* that the commit *since* does not have; all, if untracked."""
    patch = _git(root, *_LINES, "--end-of-options", since, "--", path)
    found = (_HUNK.match(line) for line in patch.split(b"\n"))
    starts = [(int(hunk[1]), int(hunk[2] or 1)) for hunk in found if hunk]
    return tuple(range(start, start + count) for start, count in starts) or (range(1, sys.maxsize),)


def head(root: str) -> str:
    """The commit of the work tree *root*, with `-dirty` when tracked files differ from it."""
    words = ("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
    return _git(root, *words).decode("ascii", "replace").strip() if root else ""


def branching_point(root: str, since: str) -> str:
    """The commit where HEAD left the branch *since*; *since* itself when they share none."""
    base = _git(root, "merge-base", "--end-of-options", since, "HEAD")
    return base.decode("ascii").strip() or since


def uncommitted(paths: Iterable[str]) -> list[str]:
    """Those of the absolute *paths* whose content no commit holds; ignored files never count."""
    homes: dict[str, list[str]] = {}
    for path in paths:
        if root := root_of(path):
            homes.setdefault(root, []).append(path)
    return [
        path
        for root, inside in sorted(homes.items())
        for differing in [set(changed(root))]
        for path in inside
        if path in differing
    ]


def _items(listing: bytes) -> list[bytes]:
    return [item for item in listing.split(b"\0") if item]


def _git(root: str, *words: str) -> bytes:
    """What git prints, `b""` when there is no git or it refuses."""
    return _run(root, words, _safe_settings(root)) if program() else b""


def _run(root: str, words: tuple[str, ...], settings: dict[str, str]) -> bytes:
    done = subprocess.run(
        [program(), "-C", root, *words],
        env=_environment(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else b""


def _safe_settings(root: str) -> dict[str, str]:
    listing = _run(root, ("config", "-z", "--name-only", "--get-regexp", _FILTERS), {})
    filters = [name.decode("utf-8", "surrogateescape") for name in _items(listing)]
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
