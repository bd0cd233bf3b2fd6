"""A word of a shell command with its quotes undone, and where every character of it stands."""

from __future__ import annotations

import re

from codemods.filetypes._inner import Inner, joined, verbatim

_PIECE = re.compile(r"'(?P<single>[^']*)'|\"(?P<double>(?:[^\"\\]|\\.)*)\"|[^'\"]+", re.DOTALL)


def unquoted(text: str, start: int, end: int) -> Inner:
    """The word *text[start:end]* without its quotes: `'{"a": "'"$A"'"}'` has three pieces."""
    if not any(quote in text[start:end] for quote in "'\""):
        return verbatim(text, start, end)
    pieces: list[Inner] = []
    at = start
    while at < end:
        found = _PIECE.match(text, at, end)
        if found is None:
            return verbatim(text, start, end)
        kind = found.lastgroup or ""
        read = _double_quoted if kind == "double" else verbatim
        pieces.append(read(text, *found.span(kind) if kind else found.span()))
        at = found.end()
    return joined(pieces)


def _double_quoted(text: str, start: int, end: int) -> Inner:
    """Between double quotes a backslash escapes a quote, a dollar, a backtick and itself."""
    inner = Inner("", [], [])
    characters = []
    for found in re.finditer(r"\\([\"$`\\])|(.)", text[start:end], re.DOTALL):
        characters.append(found[1] or found[2])
        inner.starts.append(start + found.start())
        inner.ends.append(start + found.end())
    return Inner("".join(characters), inner.starts, inner.ends)
