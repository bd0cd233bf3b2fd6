"""The judged Python of a scan: what every rule reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from codemods.python.models import ModelJudge
from codemods.python.places import places
from codemods.python.together import settle
from codemods.settings.configuration import Configuration
from codemods.settings.page import Page

if TYPE_CHECKING:
    from codemods.python.judgement import Judgement
    from codemods.python.world import World
    from codemods.source import Source


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

    @cached_property
    def configuration(self) -> Configuration:
        """The settings in other files."""
        return Configuration(self.world, self.pages, self.judgements)
