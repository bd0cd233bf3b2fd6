"""Where old ids that become one stand side by side: a list keeps one, a choice loses its arms."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from codemods.python.proposing.apart import choice
from codemods.writing.changes import Collapse

if TYPE_CHECKING:
    from codemods.python.occurrences.judgement import Judgement

_Holder = ast.List | ast.Tuple | ast.Set | ast.IfExp


def collapses(judgements: Iterable[Judgement]) -> dict[int, tuple[ast.AST, Collapse]]:
    """For each rewritten string beside one that becomes the same: what holds both, and how it
    collapses."""
    holders: dict[int, tuple[_Holder, list[Judgement]]] = {}
    for judgement in judgements:
        node = judgement.place.node
        holder = judgement.place.module.parents.get(node) if node is not None else None
        if judgement.action == "rewrite" and isinstance(holder, _Holder):
            holders.setdefault(id(holder), (holder, []))[1].append(judgement)
    found: dict[int, tuple[ast.AST, Collapse]] = {}
    for holder, members in holders.values():
        mapping = {j.place.token.text: j.new for j in members}
        texts = [str(e.value) for e in _parts(holder) if isinstance(e, ast.Constant)]
        after = [mapping.get(text, text) for text in texts]
        if len(set(after)) < len(after) and _may(holder, members):
            change = Collapse(tuple(sorted(mapping.items())))
            found |= {id(j.place.node): (holder, change) for j in members}
    return found


def _parts(holder: _Holder) -> list[ast.expr]:
    return [holder.body, holder.orelse] if isinstance(holder, ast.IfExp) else holder.elts


def _may(holder: _Holder, members: list[Judgement]) -> bool:
    """Whether a choice is free to go: every call that it decides tells thinking by itself."""
    if not isinstance(holder, ast.IfExp):
        return True
    sinks = [sink for member in members for sink in member.sinks]
    return bool(sinks) and all(choice(sink, members) is holder for sink in sinks)
