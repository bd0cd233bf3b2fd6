"""Clients that only the examples of pages send a model: who uses the code chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.python.occurrences.places import is_page

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from codemods.python.clients.client import Client
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.world import World


def obstacle(world: World, client: Client, moving: Mapping[ast.AST | None, Judgement]) -> str:
    """The page whose example alone sends *client*, which is no example, a model; or `""`."""
    values = (value for sink in client.sinks for value in world.models_of(sink))
    sent = [value for value in values if value.node in moving]
    if is_page(client.module) or not sent or not all(is_page(value.module) for value in sent):
        return ""
    return f"only the example at {sent[0].module.where(sent[0].node)} sends it a model"
