"""Fields that only the old library's replies have: OpenAI's raise AttributeError for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.proposal import Proposal
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.clients.unit import Unit
    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module


def alone(reading: Reading) -> Iterator[Proposal]:
    """One finding for each place that reads such a field beside a client that gives way."""
    seen: set[ast.AST] = set()
    for unit in reading.units:
        modules = dict.fromkeys(sink.module for sink in unit.client.sinks)
        for module in modules if unit.new_class else ():
            for node, name in _fields(unit, module):
                if node not in seen:
                    seen.add(node)
                    where = unit.client.module.where(unit.client.call)
                    reason = f"OpenAI's replies have no {name}, which the client at {where} gave: "
                    reason += "reading it fails now"
                    provider = unit.client.host.provider
                    yield Proposal.on_node(
                        "client", module, node, "review", reason, provider=provider
                    )


def _fields(unit: Unit, module: Module) -> Iterator[tuple[ast.Attribute, str]]:
    for path in unit.client.shape.alone:
        owner, _, name = path.rpartition(".")
        for node in module.attributes.get(name, ()):
            if not owner or last_name(node.value) == owner:
                yield node, path
