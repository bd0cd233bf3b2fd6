"""Shell scripts that hand all their arguments on to a program: ``exec python tool.py "$@"``."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

from codemods.contents import Run

_HANDED = re.compile(
    r"""^[ \t]*([^#\r\n]*?\S)[ \t]+"?\$(?:[@*]|\{[@*]\})"?[ \t]*\r?$""", re.MULTILINE
)


def handed_on(script: str, run: Run, first: int) -> Run | None:
    """*run*, whose arguments for *script* begin at *first*, as the one command in it that gets
    them; None where there is none, or more than one."""
    commands = _HANDED.findall(script.replace("\\\n", " "))
    if len(commands) != 1:
        return None
    try:
        words = shlex.split(commands[0])
    except ValueError:
        return None
    return replace(run, words=(*words, *run.words[first:]), at=run.at - first + len(words))
