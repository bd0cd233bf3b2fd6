"""Loops over several ids: what is iterated over tells of each whether the model thinks."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.proposing.plain import Teller, Unclear
from codemods.python.proposing.twins import beside, written

if TYPE_CHECKING:
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.names import Binding

_SHOWN = ("print", "debug", "info", "warning", "error", "write", "echo")


def of_loop(telling: Teller, binding: Binding, module: Module) -> str:
    """What the variable *binding* of a loop tells: another variable of the loop, or the row of a
    table under the same key. Raises Unclear."""
    name, iterable = binding.node, binding.value
    around = module.parents.get(name)
    if not isinstance(name, ast.Name) or iterable is None or not _only_sent(name, module):
        raise Unclear
    pair = around if isinstance(around, ast.Tuple) else None
    match iterable, pair:
        case ast.Call(func=ast.Attribute(value=held, attr="items"), args=[]), ast.Tuple(
            elts=[ast.Name(id=key), value]
        ) if value is name:
            return f"{telling.table(held, module)}[{key}]"
        case ((ast.List() | ast.Tuple() | ast.Set()), _):
            return _iterated(telling, name, pair, iterable.elts, module)
    raise Unclear


def _iterated(
    telling: Teller,
    name: ast.Name,
    pair: ast.Tuple | None,
    elements: list[ast.expr],
    module: Module,
) -> str:
    """The variable beside *name* that is iterated over with it."""
    key = (name, name.id)
    if key not in telling.known:
        telling.known[key] = twin = beside(module, name.id)
        at = pair.elts.index(name) if pair is not None else 0
        last = pair.elts[-1] if pair is not None else name
        telling.add(written(module, name, twin, [(module.end(last), f", {twin}")]))
        for element in elements:
            whole = element.elts if isinstance(element, ast.Tuple) and pair else [element]
            if at >= len(whole) or (pair is None) != isinstance(element, ast.Constant):
                raise Unclear
            code = telling.of(whole[at], module)
            start = [] if pair else [(module.start(element), "(")]
            end = f", {code}" + ("" if pair else ")")
            inserted = [*start, (module.end(whole[-1]), end)]
            telling.add(written(module, whole[at], code, inserted))
    return telling.known[key]


def _only_sent(name: ast.Name, module: Module) -> bool:
    """Whether the variable is a model, or shown to somebody, and never tells one from another."""
    scope, bindings = module.lookup(name.id, name)
    uses = [n for n in module.loads.get(name.id, ()) if module.lookup(name.id, n)[0] is scope]
    return len(bindings) == 1 and all(_is_sent(use, module) for use in uses)


def _is_sent(use: ast.Name, module: Module) -> bool:
    around = module.parents.get(use)
    if isinstance(around, ast.Call) and use in around.args:
        return getattr(around.func, "id", getattr(around.func, "attr", "")) in _SHOWN
    shown = isinstance(around, ast.FormattedValue) and around.value is use
    return shown or (isinstance(around, ast.keyword) and around.arg == "model")
