"""Which classes may be the same object: a value given to one class is not sent by its sisters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.flow.value import Value
    from codemods.python.flow.values import Values
    from codemods.python.syntax.module import Module


def feasible(values: Values, sink: Sink, value: Value) -> bool:
    """Whether *sink*, when it sends an attribute of its own object, can be sending *value*.

    A value that was handed to the constructor of one class lives on in objects of that class:
    methods of a sister class, which share only the parent that keeps the attribute, never see it.
    """
    owner = sink.module.owner(sink.call)
    if owner is None or sink.model is None or not _own(sink.model.value):
        return True
    for step in value.steps:
        if isinstance(step.node, ast.Call):
            for made, module in _made(values, step.node, step.module):
                mine = ancestors(values, made, module)
                if owner not in mine and made not in ancestors(values, owner, sink.module):
                    return False
    return True


def ancestors(values: Values, owner: ast.ClassDef, module: Module) -> set[ast.ClassDef]:
    """*owner* and the classes of the project that it inherits from."""
    found = {owner}
    waiting = [(owner, module)]
    while waiting:
        current, home = waiting.pop()
        for base in current.bases:
            for value in values.of(base, home):
                place = values.definition(value)
                if place is not None and place[1] not in found:
                    found.add(place[1])
                    waiting.append((place[1], place[0]))
    return found


def _own(node: ast.AST) -> bool:
    """Whether *node* reads an attribute of the method's own object."""
    return any(
        isinstance(inner, ast.Name) and inner.id in ("self", "cls") for inner in ast.walk(node)
    )


def _made(values: Values, call: ast.Call, module: Module) -> list[tuple[ast.ClassDef, Module]]:
    """The class whose object *call* makes or goes on making (``super().__init__``)."""
    if last_name(call.func) == "__init__":
        owner = module.owner(call)
        return [(owner, module)] if owner is not None else []
    return [
        (value.node, value.module)
        for value in values.of(call.func, module)
        if isinstance(value.node, ast.ClassDef)
    ]
