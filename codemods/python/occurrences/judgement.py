"""What becomes of one place, and why."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.finding import Action
    from codemods.python.calls.sink import Sink
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


def node_key(path: str, node: ast.AST) -> str:
    """A name for the place of *node*, as `Client.key` spells it."""
    return f"{path}:{getattr(node, 'lineno', 0):06}:{getattr(node, 'col_offset', 0) + 1:04}*"


def leaves_host(judgement: Judgement) -> bool:
    """Whether *judgement* moves its id to another provider."""
    return judgement.target is not None and judgement.target.provider != judgement.provider
