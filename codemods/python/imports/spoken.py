"""Modules that are handed a client and only speak of its class: ``def __init__(self, llm: Groq)``.

They construct none themselves. Their import goes with the clients that they are handed.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from codemods.python.clients.followers import followers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.python.clients.unit import Unit
    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module


def spoken(reading: Reading) -> dict[Module, list[tuple[str, Unit]]]:
    """The classes that such modules speak of, by the names that they have there, each with a
    client that moves; all clients that ask through the module must."""
    found: dict[Module, list[tuple[str, Unit]]] = {}
    for module, units in _asking(reading).items():
        names = [
            (name, units[dotted])
            for name, dotted in _named(module)
            if dotted in units and followers(module, name, set())
        ]
        if names:
            found[module] = names
    return found


def _asking(reading: Reading) -> dict[Module, dict[str, Unit]]:
    """The modules that make no client and ask through ones that move: these by their classes."""
    named = (unit for unit in reading.units if unit.client.shape.imported == unit.new_class)
    units = {unit.client.call: unit for unit in named if unit.new_class}
    found: dict[Module, dict[str, Unit]] = defaultdict(dict)
    kept: set[Module] = set()
    for client in reading.moving.clients:
        kept.add(client.module)
        for sink in client.sinks:
            if client.call in units:
                dotted = client.module.qualified(client.call.func)
                found[sink.module].setdefault(dotted, units[client.call])
            else:
                kept.add(sink.module)
    return {module: asked for module, asked in found.items() if module not in kept}


def _named(module: Module) -> Iterator[tuple[str, str]]:
    """What *module* imports by name: what it calls that, and the dotted name."""
    for node in module.imports:
        if isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
