"""The roof: the command line. Joins the parts, prints, and turns every ending into an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from migrate import __version__
from migrate.errors import INTERNAL_ERROR, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGINT_EXIT = 130


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line on *argv* (default: this process's) and exit with its code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words in (["--version"], ["-V"]):  # answered before any other import: it is asked in CI
        sys.stdout.write(f"llm-cutover {__version__}\n")
        sys.exit(0)
    sys.exit(run(words))


def run(words: list[str]) -> int:
    """The exit code of one command line; never raises but for SystemExit from below."""
    from migrate.cli import terminal

    try:
        _refuse_shadows()
        from migrate.cli.app import build

        return terminal.guarded(build(), words or ["--help"])
    except Trouble as trouble:
        return terminal.complain(trouble, words)
    except KeyboardInterrupt:
        terminal.say("interrupted")
        return SIGINT_EXIT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last line of defence: never 0 or 1 after a crash
        return _crashed(error, words)


def _crashed(error: Exception, words: list[str]) -> int:
    from migrate.cli import terminal

    if os.environ.get("LLM_CUTOVER_DEBUG"):
        import traceback

        terminal.say(traceback.format_exc())
    trouble = Trouble(
        f"internal error: {type(error).__name__}: {error}",
        hint="set LLM_CUTOVER_DEBUG=1 for the traceback, and please report it",
    )
    terminal.complain(trouble, words)
    return INTERNAL_ERROR


def _refuse_shadows() -> None:
    """A folder called `codemods` or `prompt_tests` on PYTHONPATH would hide ours: say which."""
    from importlib.util import find_spec
    from pathlib import Path

    home = Path(__file__).resolve().parents[2]
    for name in ("codemods", "prompt_tests"):
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parent if spec and spec.origin else None
        if found != home / name:
            raise Trouble(
                f"another {name!r} package hides ours: {found or 'none found'}",
                hint="install llm-cutover in an environment of its own (uv tool install, pipx)",
            )
