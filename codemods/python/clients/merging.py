"""Keys of several hosts that would become one: which of them is left is a choice between hosts."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from codemods.python.clients.client import Client, Fit
from codemods.python.flow.reads import named_in

if TYPE_CHECKING:
    from codemods.python.world import World


def merged(world: World, moved: Iterable[tuple[Client, str]]) -> dict[ast.AST, Fit]:
    """The clients of several hosts, of those *moved* to one, whose keys are fields of one class:
    the program has both to choose between them, or to try one after the other."""
    users: dict[tuple[ast.AST, str], dict[str, list[Client]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for client, target in moved:
        for owner, variable in _fields(world, client):
            users[owner, target][variable].append(client)
    found: dict[ast.AST, Fit] = {}
    for hosts in users.values():
        reason = f"{' and '.join(sorted(hosts))} would be one field of one class"
        several = hosts.values() if len(hosts) > 1 else ()
        found |= {client.call: Fit(reason=reason) for clients in several for client in clients}
    return found


def _fields(world: World, client: Client) -> Iterator[tuple[ast.AST, str]]:
    """The settings classes with a field for the key of *client*, each with its variable."""
    key = client.key
    for value in world.values.of(key.value, key.module) if key is not None else ():
        owner = value.module.owner(value.node)
        if value.kind == "env" and named_in(value) is None and owner is not None:
            yield owner, value.text
