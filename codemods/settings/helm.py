"""What the templates of a Helm chart take from its values, and what it becomes there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.filetypes import filetypes

if TYPE_CHECKING:
    from codemods.contents import Run
    from codemods.source import Source

Path = tuple[str, ...]
"""The keys that lead to a value; `*` is any place in a list."""
_NAME = r"[\"']?(?P<name>[A-Z][A-Z0-9_]*)[\"']?"
_BEFORE = r"(?:(?:quote|squote|toString|(?:default|required)[ ]+\"[^\"\r\n]*\")[ ]+)*\(?"
_AFTER = r"\)?(?:[ ]*\|[ ]*(?:quote|squote|toString|trim|(?:default|required)[ ]+\"[^\"\r\n]*\"))*"
_ACTION = rf"\{{\{{-?[ ]*{_BEFORE}(?P<path>(?:\$\w*)?(?:\.\w+)+){_AFTER}[ ]*-?\}}\}}"
_VALUE = rf"[\"']?{_ACTION}[\"']?"
_FILLS = re.compile(
    rf"^[ \t-]*(?:name:[ \t]*{_NAME}[ \t]*\r?\n[ \t]*value|{_NAME.replace('name', 'key')}):[ \t]*"
    rf"{_VALUE}[ \t]*\r?$",
    re.MULTILINE,
)
"""A variable in a list of them, or a key of a ConfigMap, whose value is one of the chart's."""
_WORD = re.compile(rf"(?:[\"']?-[\w-]+=)?{_VALUE}")
_OPENS = re.compile(
    r"\{\{-?[ ]*(?P<word>if|with|range|define|block|else|end)\b[ ]*(?P<rest>[^{}\r\n]*?)-?\}\}"
    r"|\{\{-?[ ]*(?P<set>\$\w+)[ ]*:?=[ ]*(?P<to>(?:\$\w*)?(?:\.\w+)+)[ ]*-?\}\}"
)
_OVER = re.compile(
    r"(?:(?:\$\w+,[ ]*)?(?P<each>\$\w+)[ ]*:=[ ]*)?(?P<path>(?:\$\w*)?(?:\.\w+)+)[ ]*$"
)


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds from a place of a template on: the values that a dot means, and those of names."""

    dot: Path | None = None
    """None where nobody can say, and at the top, where it is no value but the chart."""
    named: dict[str, Path] = field(default_factory=dict)


class Template:
    """One template."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._starts: list[int] = []
        self._around: list[_Around] = []
        for start, around in _blocks(source.text):
            self._starts.append(start)
            self._around.append(around)

    def fills(self) -> Iterator[tuple[Path, str]]:
        """(value of the chart, variable that it fills)."""
        for found in _FILLS.finditer(self._source.text):
            path = self._path(found["path"], found.start("path"))
            if path:
                yield path, found["name"] or found["key"]

    def words(self) -> Iterator[tuple[Path, Run]]:
        """(value of the chart, word of a command that it becomes)."""
        text = self._source.text
        try:
            settings = [*filetypes["yaml"].settings(self._source)] if "command" in text else []
        except ValueError:
            return
        for setting in settings:
            if setting.run is not None:
                found = _WORD.search(text, setting.span.start, setting.span.end)
                path = self._path(found["path"], found.start("path")) if found else None
                if path:
                    yield path, setting.run

    def _path(self, said: str, at: int) -> Path | None:
        around = self._around[bisect_right(self._starts, at) - 1]
        return _resolved(said, around)


def _blocks(text: str) -> Iterator[tuple[int, _Around]]:
    """Where something else begins to hold, and what."""
    stack, around = [_Around()], _Around()
    yield 0, around
    for found in _OPENS.finditer(text):
        word, rest = found["word"], found["rest"]
        if found["set"]:
            path = _resolved(found["to"], around)
            known = {name: at for name, at in around.named.items() if name != found["set"]}
            around = _Around(around.dot, known | ({found["set"]: path} if path else {}))
        elif word == "end":
            around = stack.pop() if len(stack) > 1 else stack[0]
        elif word == "else":
            around = stack[-1]
        else:
            stack.append(around)
            around = _inside(word, rest, around)
        yield found.end(), around


def _inside(word: str, rest: str, around: _Around) -> _Around:
    """What holds in a block."""
    if word == "if":
        return around
    over = _OVER.match(rest)
    if word in ("define", "block") or over is None:
        return _Around(named=around.named if word in ("with", "range") else {})
    path = _resolved(over["path"], around)
    if path and word == "range":
        path = (*path, "*")
    named = around.named | ({over["each"]: path} if over["each"] and path else {})
    return _Around(path, named)


def _resolved(said: str, around: _Around) -> Path | None:
    """The value that *said* is: `.Values.llm.model`, `$.Values.llm.model`, `.model`, `$x.model`."""
    first, *rest = said.split(".")
    if rest[:1] == ["Values"] and first in ("", "$"):
        return tuple(rest[1:]) or None
    if first == "":
        return (*around.dot, *rest) if around.dot else None
    return (*around.named[first], *rest) if first in around.named else None
