"""A module whose functions are parsed one by one, each when something in it is asked for."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from codemods.python.syntax.folds import Fold, folded, folds
from codemods.python.syntax.module import PARSE_ERRORS, Module, parsed
from codemods.python.syntax.slim import slim

if TYPE_CHECKING:
    from codemods.contents import Code

K = TypeVar("K")
V = TypeVar("V")
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BY_NAME = {
    "loads": r"\b{}\b",
    "attributes": r"\.[\s\\]*{}\b",
    "stores": r"\.[\s\\]*{}\b",
    "calls": r"\b{}\b[\s\\)]*[(#]",
    "items": r"\b{}\b",
}
"""The tables by name, each with how the code is spelled that it may note a name for."""


class Outline(Module):
    """A module that answers like any other, and parses a function when its tables need it.

    Whoever walks the tree itself must `unfold` it before.
    """

    def __init__(self, path: str, code: Code, tree: ast.Module, left_out: Iterable[Fold]) -> None:
        super().__init__(path, code, tree)
        self._closed = dict(_closed(self.parents, {fold.line: fold for fold in left_out}))
        self._ordered: set[tuple[str, str]] = set()
        """Tables and names in them whose entries stand in order of the code."""
        self.bindings = _Opening(self.bindings, lambda key: self._open([key[0]]), self.unfold)
        self.results = _Opening(self.results, lambda node: self._open([node]), self.unfold)
        for kind in _BY_NAME:
            opened = partial(self._open_saying, kind)
            setattr(self, kind, _Opening(vars(self)[kind], opened, self.unfold))

    @classmethod
    def parse(cls, path: str, code: Code) -> Module:
        """The outline of *code*, or the whole where that cannot be told without parsing.

        Raises one of `PARSE_ERRORS`.
        """
        left_out = folds(code.text)
        try:
            return cls(path, code, parsed(folded(code.text, left_out)), left_out)
        except SyntaxError:  # in the code, or the folds were misjudged: the whole tells
            return Module.parse(path, code)

    @property
    def imported(self) -> frozenset[str]:
        """The dotted names of everything that the module imports."""
        self._open([node for node, fold in self._closed.items() if "import" in fold.text])
        return super().imported

    def unfold(self) -> None:
        """Parse all functions."""
        self._open(list(self._closed))

    def _open_saying(self, kind: str, name: str) -> None:
        """Parse the functions of which the table *kind* may note *name*, and put that in order."""
        saying = [(node, fold.text) for node, fold in self._closed.items() if name in fold.text]
        if saying:
            spelled = re.compile(_BY_NAME[kind].format(re.escape(name)))
            self._open([node for node, text in saying if spelled.search(text)])
        if (kind, name) not in self._ordered:
            self._ordered.add((kind, name))
            vars(self)[kind].order(name)

    def _open(self, functions: Iterable[ast.AST]) -> None:
        for function in functions:
            fold = self._closed.pop(function, None)
            if fold is not None and isinstance(function, _DEFS):
                self._fill(function, _body(fold))

    def _fill(self, function: ast.FunctionDef | ast.AsyncFunctionDef, body: list[ast.stmt]) -> None:
        """Put *body* into *function*, which now ends where it does, as what stands around may."""
        if body:
            function.body[:] = body
            self.parents |= dict.fromkeys(body, function)
            self._walk(body)
            self._ordered.clear()
            for around in (function, *self.up(function)):
                if not isinstance(around, ast.Module) and _end(around) < _end(body[-1]):
                    around.end_lineno, around.end_col_offset = _end(body[-1])  # type: ignore[attr-defined]


class _Opening(defaultdict[K, list[V]]):
    """A table of an outline: functions are parsed *before* it tells of a key, and *whole* before it
    tells of all."""

    def __init__(
        self, table: Mapping[K, list[V]], before: Callable[[K], None], whole: Callable[[], None]
    ) -> None:
        super().__init__(list, table)
        self._before = before
        self._whole = whole

    def get(self, key: K, default: Any = None) -> Any:
        self._before(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._before(key)  # type: ignore[arg-type]
        return super().__contains__(key)

    def __iter__(self) -> Iterator[K]:
        self._whole()
        return super().__iter__()

    def items(self) -> Any:
        self._whole()
        return super().items()

    def values(self) -> Any:
        self._whole()
        return super().values()

    def order(self, key: K) -> None:
        """Sort what stands under *key* by place."""
        super().get(key, []).sort(key=_place)


def _closed(nodes: Iterable[ast.AST], folds: Mapping[int, Fold]) -> Iterator[tuple[ast.AST, Fold]]:
    """The functions among *nodes* whose bodies *folds*, by line, hold."""
    for node in nodes:
        if isinstance(node, _DEFS):
            (first, *_) = node.body
            fold = folds.get(first.lineno)
            if fold is not None and first.col_offset == fold.indent:
                yield node, fold


def _body(fold: Fold) -> list[ast.stmt]:
    """The statements of *fold*; none where they do not parse."""
    try:
        (holder,) = parsed(fold.alone).body
    except PARSE_ERRORS:
        return []
    return [*map(slim, holder.body)] if isinstance(holder, ast.If) else []


def _end(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)


def _place(entry: Any) -> tuple[int, int]:
    """Where what a table holds under a name stands: a node, or one with its value."""
    node = entry[0] if isinstance(entry, tuple) else entry
    return node.lineno, node.col_offset
