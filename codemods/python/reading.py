"""The judged Python of a scan: what every rule reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from codemods.python.lookups import held_back
from codemods.python.models import ModelJudge
from codemods.python.moving import Moving, key_group
from codemods.python.places import Place, places
from codemods.python.together import Groups, settle
from codemods.python.units import Unit, unit_of
from codemods.python.wrong import Wrongs
from codemods.settings.configuration import Configuration
from codemods.settings.page import Page

if TYPE_CHECKING:
    import ast

    from codemods.python.clients import Client
    from codemods.python.judgement import Judgement
    from codemods.python.module import Module
    from codemods.python.world import World
    from codemods.source import Source
    from migrate.facts import Provider


@dataclass(frozen=True)
class Replaced:
    """A literal that becomes *new* because a client that moves uses it."""

    module: Module
    node: ast.Constant
    new: str
    reason: str
    provider: str
    group: str
    trail: tuple[str, ...]


class Reading:
    """All core modules of *world*, and the settings in other files, judged together."""

    def __init__(
        self, world: World, pages: Sequence[Page] = (), unread: Sequence[tuple[Source, str]] = ()
    ) -> None:
        self.world = world
        self.pages = pages
        self.unread = unread
        """Files that hold a word of the plan and cannot be judged, each with the reason."""

    @cached_property
    def _places(self) -> list[Place]:
        words = self.world.vocabulary
        return [place for module in self.world.core for place in places(module, words)]

    @cached_property
    def moving(self) -> Moving:
        """The moves between hosts."""
        judge = ModelJudge(self.world)
        judged = [judge.judge(place) for place in self._places if place.token.kind == "model"]
        return Moving(
            self.world, held_back(judged), [p for p in self._places if p.token.kind == "url"]
        )

    @cached_property
    def _settled(self) -> tuple[tuple[Judgement, ...], Groups]:
        judgements = self.moving.settled()
        links = (*self.moving.links(), *self.wrongs.links(judgements))
        return settle(self.world, judgements, links)

    @cached_property
    def wrongs(self) -> Wrongs:
        """The values of articles that never worked."""
        return Wrongs(self.world)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every model id, by module and place, groups settled."""
        return self._settled[0]

    def group(self, key: str) -> str:
        """The group that *key* is in."""
        return self._settled[1].of(key)

    def group_of(self, client: Client) -> str:
        """The group that *client* moves with."""
        return self._settled[1].of(client.key)

    def key_group(self, provider: str) -> str:
        """The group of a project that leaves *provider* altogether."""
        return self._settled[1].of(key_group(provider))

    def target_of(self, provider: str) -> Provider:
        """The provider that a project which leaves *provider* altogether goes to."""
        return self.world.plan.catalogue.provider(self.moving.whole[provider])

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What changes at each client that moves."""
        assert self._settled
        catalogue = self.world.plan.catalogue
        return tuple(
            unit_of(self.world, client, catalogue.provider(target))
            for client, target in self.moving.moved()
        )

    def replaced(self, rule: str) -> Iterator[Replaced]:
        """The literals of *rule* that moved clients use, each once."""
        seen: set[int] = set()
        for unit in self.units:
            for name, value, node, new in unit.texts:
                if name == rule and id(node) not in seen:
                    seen.add(id(node))
                    reason = f"used by the client at {unit.client.module.where(unit.client.call)}"
                    yield Replaced(
                        value.module, node, new, f"{reason}, whose models go to {unit.target.name}",
                        unit.client.host.provider, self.group_of(unit.client), value.trail,
                    )  # fmt: skip

    def places(self, kind: str) -> Iterator[Place]:
        """The places of addresses or keys that no moved client uses."""
        rule = {"url": "base-url", "key": "key-variable"}[kind]
        used = {id(text.node) for text in self.replaced(rule)}
        yield from (p for p in self._places if p.token.kind == kind and id(p.node) not in used)

    @cached_property
    def configuration(self) -> Configuration:
        """The settings in other files."""
        gone = {name: self.target_of(name).key_variable for name in self.moving.whole}
        return Configuration(self.world, self.pages, self.judgements, gone)
