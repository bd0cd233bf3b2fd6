"""Syntax trees as plain values."""

from __future__ import annotations

import ast


def plain(node: object) -> object:
    """All that *node* says, places included; `ast.dump` leaves out what a class's default is."""
    if isinstance(node, ast.AST):
        names = (*node._fields, *node._attributes)
        return type(node).__name__, {name: plain(getattr(node, name)) for name in names}
    return [plain(part) for part in node] if isinstance(node, list) else repr(node)
