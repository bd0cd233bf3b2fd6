"""Defaults of parameters that all calls in sight override: nothing sends them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.flow.frames import argument
from codemods.python.syntax.names import parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.python.clients.client import Client
    from codemods.python.flow.value import Value
    from codemods.python.syntax.module import Module
    from codemods.python.world import World


def is_untaken(world: World, value: Value) -> bool:
    """Whether *value* is the default of a parameter, and the calls of its function all give one;
    there must be calls, and nothing but calls in its own module."""
    module, node = value.module, value.node
    function = module.parents.get(module.parents.get(node, node))
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) or _is_handed_on(
        module, function
    ):
        return False
    name = next((arg.arg for arg, default in parameters(function) if default is node), "")
    calls = world.values.callers(function, module) if name else ()
    return bool(calls) and all(argument(call, name, function) for call, _ in calls)


def untaken(world: World, client: Client) -> Iterator[Value]:
    """The defaults that *client* would send if a call took them, each once."""
    found = {v.node: v for sink in client.sinks for v in world.models_of(sink) if v.kind == "text"}
    yield from (value for value in found.values() if is_untaken(world, value))


def _is_handed_on(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether somebody else may call *function*: a decorator, or whoever it is passed to."""
    reads = module.loads.get(function.name, ())
    called = (isinstance(up := module.parents.get(n), ast.Call) and up.func is n for n in reads)
    return bool(function.decorator_list) or not all(called)
