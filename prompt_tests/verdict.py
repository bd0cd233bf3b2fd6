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
    of: tuple[int, int] | None = None
    """What the shares are of, old and new, when it is not the *n* cases: 120 against 118 calls."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of change, counted over the cases that both sides answered."""

    kind: str
    """Reason code (`prompt_tests/answers/reasons.py`)."""
    cases: int
    of: int
    """Cases that both sides answered."""
    regressed: int
    """How many of *cases* are regressed."""
    places: tuple[tuple[str, int], ...] = ()
    """Where, with the number of cases, most first; indices are written `[*]`."""
    examples: tuple[str, ...] = ()
    """Ids of the first few cases."""


@dataclass(frozen=True, slots=True)
class NoiseRow:
    """One thing measured against the noise floor."""

    what: str
    """A reason code, a reason code with a place, a metric, or `negative flips`."""
    other: int
    """Cases in which the other model differs (for metrics: a rank sum)."""
    own: float
    """The same for the model against itself, per draw."""
    p: float
    """Exact, one-sided: the other model differs more often than the model from itself."""
    adjusted: float
    """*p* adjusted over all rows (Benjamini-Hochberg)."""
    above: bool
    """Whether it stands above the noise."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What the model changes by itself, and what goes beyond."""

    source: str
    """`old`: the old model asked again; `repeats`: recorded repeats; `new`: the new model twice."""
    said: str
    """The same in words."""
    cases: int
    clusters: int
    """Conversations and single cases: the units of the test."""
    draws: int
    """Re-draws per case, at least."""
    rows: tuple[NoiseRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Flipped cases asked again on both sides; reported apart, never part of `pass`."""

    case: str
    flip: Literal["negative", "positive"]
    old: tuple[int, int]
    """Passes and re-draws on the old side, the first answer left out."""
    new: tuple[int, int]
    chance: float
    """That the pass rates differ in the direction of the flip, given the re-draws."""
    label: Literal["confirmed", "flaky", "open"]


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody let the outcome pass and said why; the outcome itself stays what it is."""

    reason: str
    by: str
    """The account that did it, as the machine or the CI service knows it."""
    at: str
    """ISO 8601, UTC."""


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
    more_usd: float | None = None
    """About what *more_cases* would cost at this run's prices; None when those are unknown."""
    protected_flips: tuple[str, ...] = ()
    """Ids of protected cases that flipped negatively."""
    notes: tuple[str, ...] = ()
    """What a reader must know besides: fidelity, client-bound latency, advisory, override."""
    by_tag: dict[str, Flips] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()
    """Every kind of change, the most telling first."""
    noise: Noise | None = None
    confirmations: tuple[Confirmation, ...] = ()
    advisory: bool = False
    """Asked for without the power to fail anything."""
    override: Override | None = None

    @property
    def headline(self) -> str:
        """The outcome as every output shows it first: `NO-GO`, `ADVISORY NO-GO`, ..."""
        if self.override and self.outcome != "GO":
            return f"OVERRIDDEN {self.outcome}"
        return f"ADVISORY {self.outcome}" if self.advisory else self.outcome
