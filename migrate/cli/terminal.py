"""What reaches the terminal: data on stdout, words on stderr, and nothing unescaped on either."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from migrate.hostile import visible

if TYPE_CHECKING:
    from migrate.errors import Trouble

MACHINE_FORMATS = frozenset({"json", "jsonl", "sarif", "gitlab", "junit"})


def say(text: str) -> None:
    """One message for a person, on stderr, with control characters made visible."""
    sys.stderr.write(visible(text) + "\n")


def data(text: str) -> None:
    """The requested data, on stdout; *text* must be safe already (JSON, or made visible)."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def complain(trouble: Trouble, words: list[str]) -> int:
    """Print *trouble* as one line (and as JSON on stdout when a machine listens); its exit code."""
    hint = f" ({trouble.hint})" if trouble.hint else ""
    say(f"llm-cutover: {trouble.message}{hint}")
    if _machine_listens(words):
        error = {"message": trouble.message, "hint": trouble.hint, "exit_code": trouble.exit_code}
        data(json.dumps({"schema_version": 1, "error": error}, ensure_ascii=False))
    return trouble.exit_code


def guarded(command: Any, words: list[str]) -> int:
    """Run a typer command without its own exits; usage errors become exit code 2."""
    import typer

    try:
        result = command.main(args=words, prog_name="llm-cutover", standalone_mode=False)
    except typer.Exit as ending:
        return ending.exit_code
    except typer.Abort:
        say("aborted")
        return 130
    except Exception as error:
        shown = getattr(error, "format_message", None)
        if shown is None:
            raise
        say(f"llm-cutover: {shown()}")
        if _machine_listens(words):
            problem = {"message": shown(), "hint": "", "exit_code": 2}
            data(json.dumps({"schema_version": 1, "error": problem}, ensure_ascii=False))
        return 2
    return result if isinstance(result, int) else 0


def _machine_listens(words: list[str]) -> bool:
    for word, following in pairwise([*words, ""]):
        name, _, value = word.partition("=")
        if name in ("-f", "--format") and (value or following) in MACHINE_FORMATS:
            return True
        if word.startswith("-f") and word[2:] in MACHINE_FORMATS:
            return True
    return False
