"""A class that gives way is called by its new name where it is only spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.python.clients.followers import followers
from codemods.python.clients.unit import Unit
from codemods.python.proposal import Proposal
from codemods.rewriting.changes import ReplaceText

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module


def renamed(
    reading: Reading, unit: Unit, name: str, module: Module, moved: set[ast.AST]
) -> Iterator[Proposal]:
    """These places, called as the new class is."""
    new = unit.new_name
    for node in (followers(module, name, moved) or ()) if new != name else ():
        yield Proposal.on_node(
            "client",
            module,
            node,
            "rewrite",
            f"{name} gives way to {new}",
            new=new,
            provider=unit.client.host.provider,
            group=reading.group_of(unit.client),
            changes=(ReplaceText("", "", new),),
        )
