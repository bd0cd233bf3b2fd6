"""What moves together: an id, its calls and clients, choices and default, types."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.python.judging.closed import literals_of
from codemods.python.judging.defaults import default_group, read_group, set_group
from codemods.python.judging.following import follow
from codemods.python.occurrences.judgement import leaves_host, node_key

if TYPE_CHECKING:
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.world import World


class Groups:
    """Disjoint sets of keys (union-find), each named by its smallest member."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, key: str) -> str:
        """The name of the set that *key* is in."""
        parent = self._parent.setdefault(key, key)
        if parent == key:
            return key
        root = self.of(parent)
        self._parent[key] = root
        return root

    def join(self, one: str, other: str) -> None:
        """Put the sets of both keys together."""
        a, b = sorted((self.of(one), self.of(other)))
        self._parent[b] = a


def settle(
    world: World, judgements: list[Judgement], links: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[Judgement, ...], Groups]:
    """*judgements* with groups, and with what follows a moved value moved with it."""
    groups = Groups()
    alike: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        alike[judgement.place.token.text].append(judgement)
        for key in _bound(world, judgement):
            groups.join(key_of(judgement), key)
    for one, other in (*links, *_set(world, judgements)):
        groups.join(one, other)
    followed = [follow(world, j, alike[j.place.token.text]) for j in judgements]
    for judgement, (_, leader) in zip(judgements, followed, strict=True):
        if leader is not None:
            groups.join(key_of(judgement), key_of(leader))
    named = [replace(j, group=groups.of(key_of(j))) for j, _ in followed]
    return tuple(named), groups


def _bound(world: World, judgement: Judgement) -> Iterator[str]:
    """The keys of what moves with *judgement* or not at all: its calls and their clients, where
    the host changes; its option; the types that name it."""
    leaves = leaves_host(judgement)
    for sink in judgement.sinks:
        yield node_key(sink.module.path, sink.call)
        yield from (node_key(c.module.path, c.node) for c in sink.clients if leaves)
    if leaves and (twin := default_group(judgement, world.projects)):
        yield twin
    if (option := _option_call(judgement)) is not None:
        yield node_key(judgement.place.module.path, option)
    yield from (node_key(path, literal) for path, literal in literals_of(world, judgement))


def _set(world: World, judgements: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
    """What sets an environment variable for a program, with the defaults that it has there."""
    leaving = [j for j in judgements if j.action == "rewrite" and leaves_host(j)]
    told = {set_group(j, world.projects) for j in leaving if not j.sinks} - {""}
    for judgement in leaving if told else ():
        for key in (set_group(judgement, world.projects), read_group(judgement, world.projects)):
            if key in told:
                yield key_of(judgement), key


def key_of(judgement: Judgement) -> str:
    """A name for the place of *judgement*."""
    place = judgement.place
    span = place.module.code.span(place.start, place.end)
    return f"{place.module.path}:{span.line:06}:{span.column:04}"


def _option_call(judgement: Judgement) -> ast.Call | None:
    """The ``add_argument``/``Option`` call that a default or its choices stand in."""
    if judgement.place.role.name not in ("choice", "default") or judgement.place.node is None:
        return None
    for around in judgement.place.module.up(judgement.place.node):
        if isinstance(around, ast.Call):
            return around if judgement.place.role.node is not around else None
    return None
