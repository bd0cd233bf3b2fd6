"""Where the bodies of functions stand in Python text: told by indentation, nothing is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from codemods.python.syntax.literals import LONG, SHORT

_UP_TO_LONG = re.compile(rf"(?:[^\"'#]++|{SHORT})*+({LONG}|\Z)", re.DOTALL)
_TABS = re.compile(r"^ *\t", re.MULTILINE)
_MARK = re.compile(rf"[(\[{{)\]}}:]|{SHORT}", re.DOTALL)
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")
_REST = re.compile(r" *(?:#[^\n]*)?\n")
_SHARED = re.compile(r"\bglobal\b")
_SMALL = 80
"""Bodies of so few characters stay: parsing them costs no more than leaving them out."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A function's body, left out: its 1-based first *line*, its *indent*, its *text*."""

    line: int
    indent: int
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the body."""
        return self.start + len(self.text)

    @property
    def alone(self) -> str:
        """Python that parses to an `if` with the body, every piece at its own line and column."""
        return "\n" * (self.line - 2) + "if 0:\n" + self.text


def folds(text: str) -> list[Fold]:
    """The bodies of the outermost functions in *text*, but for small ones and those that bind names
    of the module; none where the text is laid out in a way not understood here."""
    unusual = "\r" in text or "\f" in text or ("\t" in text and _TABS.search(text))
    try:
        return [] if unusual else list(_found(text, _flat(text)))
    except _Unclear:
        return []


def folded(text: str, left_out: list[Fold]) -> str:
    """*text* with a `0` in the place of each of *left_out*; all lines keep their numbers.

    A body whose end was misjudged leaves a bracket without its partner: the rest does not parse.
    """
    kept: list[str] = []
    done = 0
    for fold in left_out:
        kept += text[done : fold.start], " " * fold.indent, "0", "\n" * fold.text.count("\n")
        done = fold.end
    return "".join((*kept, text[done:]))


class _Unclear(Exception):
    """Nobody can say without parsing what a line belongs to."""


def _flat(text: str) -> str:
    """*text*, strings of several lines replaced by as many characters in one line."""
    parts: list[str] = []
    done = 0
    for found in _UP_TO_LONG.finditer(text):
        parts += text[done : found.start(1)], "s" * len(found[1])
        done = found.end()
    return "".join(parts)


def _found(text: str, flat: str) -> Iterator[Fold]:
    line, counted, done = 1, 0, 0
    for at, indent in _functions(flat):
        start = _body(flat, at) if at >= done else None
        if start is None:
            continue
        done = _end(flat, start, indent)
        body = text[start:done]
        if len(body) > _SMALL and not _SHARED.search(body):
            line, counted = line + text.count("\n", counted, start), start
            yield Fold(line, indent + 1, body, start)


def _functions(flat: str) -> Iterator[tuple[int, int]]:
    """Where the names of functions stand, each with its indentation."""
    at = flat.find("def ")
    while at >= 0:
        before = flat[flat.rfind("\n", 0, at) + 1 : at]
        if before.strip() in ("", "async"):
            yield at + 4, len(before) - len(before.lstrip())
        at = flat.find("def ", at + 4)


def _body(flat: str, at: int) -> int | None:
    """Where the lines below a signature begin that goes on *at*; None if it shares its last line
    with what it does."""
    depth = 0
    for mark in _MARK.finditer(flat, at):
        if mark[0] == ":" and not depth:
            rest = _REST.match(flat, mark.end())
            return rest.end() if rest else None
        depth += 1 if mark[0] in _OPENS else -1 if mark[0] in _CLOSES else 0
    raise _Unclear


def _end(flat: str, start: int, indent: int) -> int:
    """Where the body that begins at *start* ends, whose function is indented by *indent*."""
    for found in _outside(indent).finditer(flat, start - 1):
        before = flat[flat.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not before.endswith("\\"):
            return found.start() + 1
        if "#" in before:
            raise _Unclear
    return len(flat)


@cache
def _outside(indent: int) -> re.Pattern[str]:
    """What begins a line that is not part of a function indented by *indent*."""
    return re.compile(rf"\n {{0,{indent}}}[^ \n#]")
