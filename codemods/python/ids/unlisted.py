"""Ids that a call sends and no token shows: written in parts, or of no model that is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.flow.value import Value
    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module
    from codemods.python.world import World


@dataclass(frozen=True)
class Unlisted:
    """The expression at *extent* that gives such an id."""

    module: Module
    extent: tuple[int, int]
    provider: str
    reason: str
    trail: tuple[str, ...]


def unlisted(reading: Reading) -> Iterator[Unlisted]:
    """Each such expression once."""
    world = reading.world
    told = {judgement.place.node for judgement in reading.judgements}
    for sink in world.sending:
        for value in world.models_of(sink) if sink.host.provider else ():
            if value.kind != "text" or not value.text:
                continue
            parts = [node for node in ast.walk(value.node) if isinstance(node, ast.Constant)]
            if told.isdisjoint(parts):
                told.update(parts)
                yield from _of(world, sink, value)
    for sink, value, server in reading.configuration.servers.unnamed():
        if value.node not in told and isinstance(value.node, ast.Constant):
            told.add(value.node)
            yield _served(sink, value, value.module.inside(value.node), server)
    for launch, why in reading.configuration.servers.launched():
        if launch.node not in told:
            told.add(launch.node)
            yield Unlisted(launch.module, launch.extent, "", why, ())


def _of(world: World, sink: Sink, value: Value) -> Iterator[Unlisted]:
    provider = world.plan.catalogue.provider(sink.host.provider)
    target = world.plan.target(provider, value.text)
    if target is None:
        return
    module, node = value.module, value.node
    extent = module.extent(node)
    if isinstance(node, ast.Constant) and value.text in module.text(node):
        extent = module.inside(node)
        why = f"no card of {provider.title} lists it: what it moves to, a person must say"
    else:
        why = f"{value.text}, put together from parts: {target.reason}"
    yield Unlisted(module, extent, provider.name, why, (*value.trail, _step(sink)))


def _served(sink: Sink, value: Value, extent: tuple[int, int], server: str) -> Unlisted:
    """An id that a server of the project is asked for, at an address that nobody knows."""
    why = f"{server}: client and server must follow each other"
    return Unlisted(value.module, extent, "", why, (*value.trail, _step(sink), sink.host.why))


def _step(sink: Sink) -> str:
    call = " ".join(sink.module.text(sink.call.func).split())
    return f"{call}(...) {sink.module.where(sink.call)}"
