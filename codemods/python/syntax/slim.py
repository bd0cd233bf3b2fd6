"""Nodes of syntax trees in a fourth of the memory: `ast` keeps a dictionary for each of them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeVar

N = TypeVar("N", bound=ast.AST)


def _slim(kind: type[ast.AST]) -> type[ast.AST]:
    """A class of the same name, whose nodes have a slot for each field and attribute."""
    return type(kind.__name__, (kind,), {"__slots__": (*kind._fields, *kind._attributes)})


KINDS = {
    kind: _slim(kind)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""By kind of node: the class of its slim ones."""

EMPTY: list[ast.AST] = []
"""The list of every node that has an empty one; nobody adds to the lists of a tree."""
_LINES: dict[int, int] = {}
"""Numbers of lines, each once."""


def slim(node: N) -> N:
    """*node* anew, holding what it holds."""
    held = vars(node)
    if "lineno" in held:
        held["lineno"] = _LINES.setdefault(held["lineno"], held["lineno"])
        held["end_lineno"] = _LINES.setdefault(held["end_lineno"], held["end_lineno"])
    return KINDS[type(node)](**held)  # type: ignore[return-value]


def slim_all(nodes: Sequence[object]) -> list[object]:
    """*nodes*, and what else stands among them."""
    return [slim(node) if isinstance(node, ast.AST) else node for node in nodes]
