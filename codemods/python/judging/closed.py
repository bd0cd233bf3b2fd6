"""Closed sets of ids: ``choices=[...]`` and ``Literal[...]``, which change whole or not at all."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from codemods.python.syntax.names import last_name, pairs_of

if TYPE_CHECKING:
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.world import World

_NAMED = (ast.Name, ast.Attribute, ast.Subscript)


def is_member(judgement: Judgement) -> bool:
    """Whether the id is one of a closed set: when it stays, what is grouped with it stays."""
    return judgement.place.role.name in ("choice", "type") and judgement.target is not None


def members(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """The rewritten members of closed sets, by group."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if is_member(judgement) and judgement.action == "rewrite":
            found[judgement.group].append(judgement)
    return found


def literals_of(world: World, judgement: Judgement) -> Iterator[tuple[str, ast.AST]]:
    """The ``Literal[...]`` that the id stands in, or that its field or parameter must be one of,
    each with the path of its module."""
    module, role = judgement.place.module, judgement.place.role
    if role.name == "type" and role.node is not None:
        yield module.path, role.node
    annotation = getattr(role.node, "annotation", None)
    if isinstance(role.node, ast.arguments):
        pairs = pairs_of(role.node)
        annotation = next((a.annotation for a, d in pairs if d is judgement.place.node), None)
    for node in ast.walk(annotation) if isinstance(annotation, ast.expr) else ():
        for value in world.values.of(node, module) if isinstance(node, _NAMED) else ():
            if isinstance(value.node, ast.Subscript) and last_name(value.node.value) == "Literal":
                yield value.module.path, value.node
