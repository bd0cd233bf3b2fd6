"""The two sides of a replay: what each recording becomes before it is sent to a side's target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prompt_tests.cases import RECORDED
from prompt_tests.endpoint import ANY, Target
from prompt_tests.recording import Json, Recording
from prompt_tests.rundir import SideInfo


@dataclass(frozen=True, slots=True)
class Live:
    """A side that is asked. *as_is*: nothing but the model is changed in the requests."""

    target: Target
    as_is: bool = False

    def request(self, recording: Recording) -> tuple[Mapping[str, Json], tuple[str, ...]]:
        """What is sent for *recording*, and sentences that say what was adapted."""
        model = recording.model if self.target.model == ANY else self.target.model
        return {**recording.request, "model": model}, ()


def describe(side: Live | None, adaptations: tuple[str, ...] = ()) -> SideInfo:
    """*side* as `run.json` keeps it; None is the recorded side."""
    if side is None:
        return SideInfo(RECORDED)
    target = side.target
    return SideInfo(
        label=target.label,
        provider=target.provider,
        model=target.model,
        base_url=target.base_url,
        key_variable=target.key_variable,
        adaptations=adaptations,
    )
