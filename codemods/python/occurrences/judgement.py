"""What becomes of one place, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.finding import Action
    from codemods.python.calls.sinks import Sink
    from codemods.python.occurrences.places import Place
    from migrate.plan import Target


@dataclass(frozen=True)
class Judgement:
    """The decision about a place. *new* is its text afterwards, `""` unless it is rewritten."""

    place: Place
    action: Action
    reason: str
    new: str = ""
    target: Target | None = None
    provider: str = ""
    trail: tuple[str, ...] = ()
    sinks: tuple[Sink, ...] = ()
    group: str = ""
