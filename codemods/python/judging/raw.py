"""Requests that are posted as they are: an address written out, a key in a header, a JSON body."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.calls.shapes import RAW, Shape
from codemods.python.calls.spelled import address_of
from codemods.python.flow.arguments import Argument, Arguments
from codemods.python.judging.addresses import is_endpoint
from codemods.python.judging.client import Client

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.flow.value import Value
    from codemods.python.world import World

_SHAPE = Shape(RAW, base=("url",), path="/chat/completions", key=("key",), tried=True)


def posts(world: World) -> Iterator[Client]:
    """Each request as a client of its own, where both its address and its key are in sight."""
    for sink in (s for module in world.core for s in world.sinks.spelled(module, "raw")):
        url = address_of(sink.call)
        key = _key(world, sink) if url is not None else None
        if url is not None and key is not None and not _is_lent(world, key):
            address = Argument("url", url[0], sink.module, url[1])
            given = Arguments({"url": address, "key": key})
            client = Client(sink.module, sink.call, _SHAPE, sink.host, given, [sink])
            values = world.values.of(url[0], sink.module)
            if all(_is_whole(world, client, value) for value in values):
                yield client


def _is_lent(world: World, key: Argument) -> bool:
    """Whether *key* is that of a client, which may serve something else with it."""
    owner = key.value.value if isinstance(key.value, ast.Attribute) else None
    if not isinstance(owner, ast.Name):
        return False
    bound = (binding.node for binding in key.module.lookup(owner.id, owner)[1])
    notes = (node.annotation for node in bound if isinstance(node, ast.arg))
    shapes = (world.shapes.of(key.module.qualified(note)) for note in notes if note is not None)
    made = any(shape is not None and shape.kind == "client" for shape in shapes)
    return made or any(True for _ in world.sinks.clients(owner, key.module))


def _is_whole(world: World, client: Client, value: Value) -> bool:
    """Whether *value* is the endpoint of the host, written in one piece."""
    whole = value.kind == "text" and isinstance(value.node, ast.Constant)
    return whole and is_endpoint(world, client, value.text)


def _key(world: World, sink: Sink) -> Argument | None:
    """What stands behind ``Bearer`` in its headers, unless it is written out there."""
    headers = next((k.value for k in sink.call.keywords if k.arg == "headers"), None)
    found = world.values.of(headers, sink.module) if headers is not None else ()
    if len(found) != 1 or not isinstance(found[0].node, ast.Dict):
        return None
    module, table = found[0].module, found[0].node
    for name, value in zip(table.keys, table.values, strict=True):
        if isinstance(name, ast.Constant) and str(name.value).lower() == "authorization":
            match value:
                case ast.JoinedStr(
                    values=[ast.Constant(value="Bearer "), ast.FormattedValue() as key]
                ):
                    return Argument("key", key.value, module, table)
                case ast.BinOp(left=ast.Constant(value="Bearer "), op=ast.Add(), right=key):
                    return Argument("key", key, module, table)
    return None
