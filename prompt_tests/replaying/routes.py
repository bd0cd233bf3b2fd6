"""`replay --plan`: each recording goes where the plan moves the call that it was recorded at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from migrate.plan import Plan, Site
from migrate.plan import Target as Goal
from prompt_tests.asking.endpoint import Target
from prompt_tests.recording import Recording
from prompt_tests.replaying.cases import BY_PLAN
from prompt_tests.replaying.sides import Asking, Question, question
from prompt_tests.rundir import SideInfo
from prompt_tests.shapes.loose import fields, objects

LONG = 400_000
"""Characters of messages and tools, about 100,000 tokens, from which a request has the feature
`long_context`."""

Resolve = Callable[[str], Target]


class Routed:
    """A live side whose targets come from a plan. *came_from*: the provider, if the user said."""

    def __init__(self, plan: Plan, resolve: Resolve, asking: Asking, came_from: str = "") -> None:
        self._plan = plan
        self._resolve = cache(resolve)
        self._asking = asking
        self._came_from = came_from

    def moves(self, recording: Recording) -> bool:
        """Whether the plan moves *recording*; what stays, and what a person must decide, is not
        replayed."""
        return self._goal(recording) is not None

    def question(self, recording: Recording) -> Question:
        """What is sent for *recording*, which the plan must move."""
        goal = self._goal(recording)
        assert goal is not None
        target = self._resolve(f"{goal.provider}:{goal.model}")
        return question(recording, target, self._asking, goal.thinking)

    def describe(self, adapted: tuple[str, ...]) -> SideInfo:
        """The side as `run.json` keeps it."""
        return SideInfo(BY_PLAN, adaptations=adapted)

    def _goal(self, recording: Recording) -> Goal | None:
        site, catalogue = site_of(recording), self._plan.catalogue
        named = catalogue.providers.get(self._came_from or str(recording.source.get("provider")))
        candidates = (named,) if named else catalogue.vendors(recording.model)
        goals = [self._plan.target(provider, recording.model, site) for provider in candidates]
        found = {(g.provider, g.model): g for g in goals if g is not None and not g.review}
        return next(iter(found.values())) if len(found) == 1 else None


def site_of(recording: Recording) -> Site:
    """What the plan may know of *recording*: its call site, tags and features."""
    place = recording.call_site
    return Site(
        path=place.path if place else "",
        function=place.function if place else "",
        tags=recording.tags,
        features=tuple(features(recording.request)),
        recorded=True,
    )


def features(request: Mapping[str, Any]) -> list[str]:
    """What *request* uses: `images`, `tools`, `json_schema`, `long_context`."""
    messages = request["messages"]
    parts = [part for message in objects(messages) for part in objects(message.get("content"))]
    shape = fields(request.get("response_format"))
    size = len(str(messages)) + len(str(request.get("tools") or ""))
    uses = {
        "images": any(part.get("type") == "image_url" for part in parts),
        "tools": bool(request.get("tools") or request.get("functions")),
        "json_schema": shape.get("type") == "json_schema",
        "long_context": size >= LONG,
    }
    return [name for name, used in uses.items() if used]
