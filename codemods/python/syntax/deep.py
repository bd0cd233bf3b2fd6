"""The scope of nodes that lie deep: in a branch behind hundreds of others (``elif``)."""

from __future__ import annotations

import ast
from collections.abc import Container

_DEEP = 40
"""So many nodes around another are gone through each time."""


def scope_around(
    node: ast.AST, kinds: Container[type], known: dict[ast.AST, ast.AST | None]
) -> ast.AST | None:
    """The innermost node of one of *kinds* around *node*, or None; what is found for nodes far
    outside is noted in *known*."""
    found: ast.AST | None = getattr(node, "around", None)
    for _ in range(_DEEP):
        if found is None or type(found) in kinds:
            return found
        found = getattr(found, "around", None)
    passed = []
    while found is not None and type(found) not in kinds and found not in known:
        passed.append(found)
        found = getattr(found, "around", None)
    scope = known.get(found, found) if found is not None else None
    known.update(dict.fromkeys(passed, scope))
    return scope
