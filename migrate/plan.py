"""The plan: what to migrate, as data. Both wings read it; neither looks anything up again.

A plan is made (see `planning.py`) from recipes, from `llm-cutover.toml` and from flags, for one
instant: `as_of`. It answers one question: where does this model at this provider go?
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from migrate.catalogue import Catalogue

Thinking = Literal["", "enabled", "disabled"]


@dataclass(frozen=True, slots=True)
class Where:
    """Limits a move to some call sites; an empty field does not limit. All must hold."""

    paths: tuple[str, ...] = ()
    """Globs over POSIX paths relative to the working directory."""
    functions: tuple[str, ...] = ()
    """Globs over qualified names of the enclosing function."""
    tags: tuple[str, ...] = ()
    """Words of a `# llm-cutover: tag=WORD` comment at the call, or of a recording's tags."""
    features: tuple[str, ...] = ()
    """What the request uses: `images`, `tools`, `json_schema`, `long_context`."""


@dataclass(frozen=True, slots=True)
class Move:
    """Models of one provider that go to a model of another (or the same) provider."""

    source: str
    """`PROVIDER:MODEL-GLOB`; the provider may be a glob too."""
    target: str
    """`PROVIDER:MODEL`, never a `-contributor` model unless the user names it."""
    recipe: str
    """Who asks for it: a recipe's name, `config`, or `--move`."""
    thinking: Thinking = ""
    """The thinking switch to write at the call; empty: what the old model's card says."""
    where: Where = field(default_factory=Where)
    review: bool = False
    """Report only: a person must decide (local servers, products without a clear successor)."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """A plain rename the user asks for: every place that means this id, whatever its host."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where one model goes, and why."""

    provider: str
    model: str
    thinking: Thinking
    review: bool
    reason: str
    recipe: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to migrate on a day."""

    as_of: datetime
    catalogue: Catalogue
    recipes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    renames: tuple[Rename, ...] = ()
    retired_within_days: int | None = None
    """When set: every model that is retired, or retires within so many days, goes to the live end
    of its replacements (review where none is known)."""
    repair_wrong: bool = False
    """Whether the known-wrong values of articles are repaired."""
    externalize: bool = False
    """Put model, base URL and key variable behind environment variables instead of moving them."""
