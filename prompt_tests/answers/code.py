"""Whether a text is code, with fences or without: by how its lines look, whatever the language."""

from __future__ import annotations

import re
from itertools import pairwise

from prompt_tests.answers.fences import blocks

MOST = 0.6
"""Share of the lines of a text without fences that must look like code."""
_WORDS = (
    "def|class|import|from|return|for|while|if|elif|else|try|except|with|switch|case|do|"
    "function|const|let|var|public|private|protected|static|void|int|fn|func|package|using|namespace|"
    "SELECT|INSERT|UPDATE|CREATE|WITH|#include|#!"
)
_LINE = re.compile(
    r"[;{}]$"
    rf"|^(?:{_WORDS})\b.*[:;(){{}}\]]$"
    r"|^[\w.\[\]'\"]{1,60} ?[-+*/%|&:]?= ?\S"
    r"|^[\w.]{1,60}\(.*\)$"
)
LONGEST = 200
"""Characters of a line that are looked at."""


def is_code(text: str) -> bool:
    """Whether *text* has a code block, or most of its lines look like code."""
    lines = _lines(text)
    return bool(blocks(text)) or (len(lines) > 1 and sum(lines) >= MOST * len(lines))


def has_code(text: str) -> bool:
    """Whether *text* has a code block, two lines together that look like one, or nothing else."""
    lines = _lines(text)
    return bool(blocks(text)) or all(lines) or any(one and other for one, other in pairwise(lines))


def _lines(text: str) -> list[bool]:
    lines = (line.strip() for line in text.splitlines())
    return [bool(_LINE.search(line[:LONGEST])) for line in lines if line]
