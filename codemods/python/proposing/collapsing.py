"""Where old ids that become one stand side by side: a list keeps one, a choice loses its arms."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.proposing.apart import is_plain
from codemods.python.proposing.switches import switches
from codemods.python.syntax.names import last_name
from codemods.rewriting.changes import Collapse

if TYPE_CHECKING:
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.reading import Reading

_Holder = ast.List | ast.Tuple | ast.Set | ast.IfExp


def collapses(reading: Reading) -> dict[int, tuple[ast.AST, Collapse]]:
    """For each rewritten string beside one that becomes the same: what holds both, and how it
    collapses."""
    holders: dict[int, tuple[_Holder, list[Judgement]]] = {}
    for judgement in reading.judgements:
        node = judgement.place.node
        holder = judgement.place.module.parents.get(node) if node is not None else None
        if judgement.action == "rewrite" and isinstance(holder, _Holder):
            holders.setdefault(id(holder), (holder, []))[1].append(judgement)
    found: dict[int, tuple[ast.AST, Collapse]] = {}
    for holder, members in holders.values():
        mapping = {j.place.token.text: j.new for j in members}
        texts = [str(e.value) for e in _parts(holder) if isinstance(e, ast.Constant)]
        after = [mapping.get(text, text) for text in texts]
        if len(set(after)) < len(after) and _may(reading, holder, members):
            around = members[0].place.module.parents.get(holder)
            type_ = isinstance(around, ast.Subscript) and last_name(around.value) == "Literal"
            change = Collapse(tuple(sorted(mapping.items())), bare=type_)
            found |= {id(j.place.node): (holder, change) for j in members}
    return found


def _parts(holder: _Holder) -> list[ast.expr]:
    return [holder.body, holder.orelse] if isinstance(holder, ast.IfExp) else holder.elts


def _may(reading: Reading, holder: _Holder, members: list[Judgement]) -> bool:
    """Whether a choice is free to go: it only asks, and what it decided is told elsewhere."""
    if not isinstance(holder, ast.IfExp):
        return True
    if len(members) < 2 or not is_plain(holder.test, members[0].place.module):
        return False
    if len({j.target.thinking for j in members if j.target}) == 1:
        return True
    told = {id(switch.on) for switch in switches(reading) if switch.action == "rewrite"}
    calls = {id(sink.call) for member in members for sink in member.sinks}
    return bool(calls) and calls <= told
