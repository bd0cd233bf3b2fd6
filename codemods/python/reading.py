"""The judged Python of a scan: what every rule reads."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codemods.python.models import ModelJudge
from codemods.python.places import places
from codemods.python.together import settle

if TYPE_CHECKING:
    from codemods.python.judgement import Judgement
    from codemods.python.module import Module
    from codemods.python.world import World


class Reading:
    """All core modules of *world*, judged together."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every model id, by module and place, groups settled."""
        judge = ModelJudge(self.world)
        found = [
            judge.judge(place)
            for module in self.world.core
            for place in places(module, self.world.vocabulary)
            if place.token.kind == "model"
        ]
        return settle(self.world, found)

    def modules(self) -> tuple[Module, ...]:
        """The modules that were judged."""
        return self.world.core
