"""The verdict object: the one thing behind exit code, report, JUnit, Markdown and annotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["GO", "NO-GO", "UNDECIDED"]

SCHEMA = "llm-cutover/verdict@1"


@dataclass(frozen=True, slots=True)
class Flips:
    """The flip table of the first answers. Shares are of the *n* pairs judged on both sides."""

    old: float | None
    """Share of cases that pass on the old side; None when nothing is asserted."""
    new: float | None
    negative_flips: int
    """b: cases that pass on the old and fail on the new side."""
    positive_flips: int
    """c: the reverse. Never netted against b."""
    p: float | None
    """Two-sided exact McNemar."""
    ci: tuple[float, float] | None
    """95 % Bonett-Price interval of (c - b) / n."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the gate table: what was required, what was seen, whether it held."""

    name: str
    limit: str
    observed: str
    outcome: Outcome
    sentence: str = ""
    """The same for people, with numbers and denominators."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One reported quantity, old against new; it decides only if the user set a limit on it."""

    name: str
    unit: str
    old: float | None
    new: float | None
    ci: tuple[float, float] | None = None
    """95 % interval of new - old, paired."""
    n: int = 0
    gates: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """GO, NO-GO or UNDECIDED with every reason."""

    outcome: Outcome
    reasons: tuple[str, ...]
    """Sentences for people, the decisive one first."""
    n: int
    """Pairs in the flip table: asserted cases answered without error on both sides."""
    cases: int
    """All cases of the run."""
    errors: dict[str, int]
    """Cases with an error, per side: `{"old": 0, "new": 3}`."""
    flips: Flips
    margin: float
    rules: tuple[Rule, ...] = ()
    metrics: tuple[Metric, ...] = ()
    more_cases: int | None = None
    """UNDECIDED: about how many further clean cases GO would need; None when that cannot help."""
    protected_flips: tuple[str, ...] = ()
    """Ids of protected cases that flipped negatively."""
    notes: tuple[str, ...] = ()
    """What a reader must know besides: fidelity, client-bound latency, advisory, override."""
    by_tag: dict[str, Flips] = field(default_factory=dict)
