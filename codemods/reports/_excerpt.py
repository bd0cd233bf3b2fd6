"""The source line of a finding with a caret under its place, safe for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from codemods.finding import Finding
from migrate.hostile import visible

_BREAK = re.compile("\r\n|\r|\n")


def line_of(finding: Finding, texts: Mapping[str, str]) -> str:
    """The source line the finding begins in, or `""` when it is not to be had."""
    text = texts.get(finding.path)
    if text is None or not 0 <= finding.span.start <= len(text):
        return ""
    start = finding.span.start - (finding.span.column - 1)
    if start < 0:
        return ""
    ending = _BREAK.search(text, finding.span.start)
    return text[start : ending.start() if ending else len(text)]


def excerpt(finding: Finding, texts: Mapping[str, str], width: int = 100) -> tuple[str, str] | None:
    """The line and the caret line below it, or None; a long line is cut around its place."""
    line = line_of(finding, texts)
    if not line.strip():
        return None
    span = finding.span
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before, marked, after = (_shown(s) for s in (line[:start], line[start:end], line[end:]))
    room = max(width, 20)
    marked = _head(marked, room)
    before = _tail(before, max(room // 2, room - _columns(marked) - _columns(after)))
    after = _head(after, max(room - _columns(before) - _columns(marked), 0))
    return before + marked + after, " " * _columns(before) + "^" * max(_columns(marked), 1)


def _shown(text: str) -> str:
    return visible(text.replace("\t", "    ")).replace("\n", "")


def _head(text: str, room: int) -> str:
    return text if _columns(text) <= room else text[: max(room - 3, 0)] + "..."


def _tail(text: str, room: int) -> str:
    return text if _columns(text) <= room else "..." + text[len(text) - max(room - 3, 0) :]


def _columns(text: str) -> int:
    """Terminal columns of *text*: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
