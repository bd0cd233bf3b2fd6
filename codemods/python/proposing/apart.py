"""Two old ids that become one, told apart by the condition that chose between them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.python.calls.sinks import Sink
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.syntax.module import Module

_PLAIN = (
    ast.Name, ast.Attribute, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Subscript,
    ast.boolop, ast.unaryop, ast.cmpop, ast.expr_context,
)  # fmt: skip
"""What a condition may be made of to be asked twice: it answers the same and changes nothing."""


def choice(sink: Sink, judgements: Iterable[Judgement]) -> ast.IfExp | None:
    """``A if condition else B`` that alone gives *sink* its model, both being *judgements*.

    It stands in the call, or in the only assignment of a name of the same function; None for
    anything else, or for a condition that may answer otherwise when it is asked again.
    """
    if sink.model is None or sink.model.module is not sink.module:
        return None
    module, node = sink.module, sink.model.value
    found = _assigned(node, module) if isinstance(node, ast.Name) else node
    if not isinstance(found, ast.IfExp) or not _is_plain(found.test, module):
        return None
    if found is not node and not _is_settled(found.test, module):
        return None
    chosen = {id(j.place.node) for j in judgements}
    return found if chosen == {id(found.body), id(found.orelse)} else None


def told_apart(module: Module, found: ast.IfExp, judgements: Iterable[Judgement]) -> str:
    """The code of the switch's value: which of both it is, by the condition of *found*."""
    modes = {id(j.place.node): j.target.thinking for j in judgements if j.target}
    yes, no = modes[id(found.body)], modes[id(found.orelse)]
    return f'{{"type": "{yes}" if {module.text(found.test)} else "{no}"}}'


def _assigned(name: ast.Name, module: Module) -> ast.expr | None:
    """The value of *name* where one assignment in the function around it is all that binds it."""
    scope, bindings = module.lookup(name.id, name)
    if len(bindings) == 1 and bindings[0].kind == "assign" and scope is module.scope(name):
        return bindings[0].value
    return None


def _is_plain(test: ast.expr, module: Module) -> bool:
    return "\n" not in module.text(test) and all(isinstance(n, _PLAIN) for n in ast.walk(test))


def _is_settled(test: ast.expr, module: Module) -> bool:
    """Whether the names in *test* are bound once, and nothing is asked of objects that change."""
    names = [node for node in ast.walk(test) if isinstance(node, ast.Name)]
    kept = all(len(module.lookup(name.id, name)[1]) == 1 for name in names)
    return kept and not any(isinstance(n, (ast.Attribute, ast.Subscript)) for n in ast.walk(test))
