"""What a judge's opinions amount to: who is better how often, and how far to trust the judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prompt_tests.judgement import ORDERS, Opinion
from prompt_tests.statistics.binary import mcnemar, wilson
from prompt_tests.statistics.rates import corrected_rate


@dataclass(frozen=True, slots=True)
class Calibration:
    """The judge against reviewers who rejected or accepted the same changes."""

    decided: int
    sensitivity: float | None
    """Share of rejected changes in which the judge prefers the old answer."""
    specificity: float | None
    """Share of accepted changes in which it does not."""
    worse: tuple[float, float, float] | None
    """The share of cases that got worse, corrected for the judge's errors, with its 95 % interval;
    None when there are too few decisions to tell."""


@dataclass(frozen=True, slots=True)
class Preference:
    """Over all cases that were asked in both orders."""

    cases: int
    better: int
    """The new answer is better, whichever stood first."""
    worse: int
    equal: int
    """A tie, or an opinion that changed with the order."""
    p: float
    """Two-sided exact test of better against worse."""
    consistent: int
    """Cases with the same opinion in both orders."""
    consistency: tuple[float, float]
    """95 % interval of their share."""
    calibration: Calibration | None = None


def preference_of(
    opinions: Iterable[Opinion], decisions: Mapping[str, str] | None = None
) -> Preference:
    """Sum *opinions* up; *decisions* of reviewers (`accept`, `reject`) by case calibrate them."""
    scores = both_orders(opinions)
    final = {case: old if old == new else 0.5 for case, (old, new) in scores.items()}
    better, worse = (sum(s == wanted for s in final.values()) for wanted in (1.0, 0.0))
    consistent = sum(old == new for old, new in scores.values())
    return Preference(
        cases=len(final),
        better=better,
        worse=worse,
        equal=len(final) - better - worse,
        p=mcnemar(worse, better),
        consistent=consistent,
        consistency=wilson(consistent, len(final)),
        calibration=_calibration(final, decisions) if decisions is not None else None,
    )


def both_orders(opinions: Iterable[Opinion]) -> dict[str, tuple[float, float]]:
    """The new answer's scores (old first, new first) of every case that was asked in both."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for opinion in opinions:
        found[opinion.case][opinion.order] = opinion.score
    return {
        case: (scores[ORDERS[0]], scores[ORDERS[1]])
        for case, scores in found.items()
        if len(scores) == len(ORDERS)
    }


def _calibration(final: Mapping[str, float], decisions: Mapping[str, str]) -> Calibration:
    known = {case: score == 0.0 for case, score in final.items() if case in decisions}
    rejected = [says for case, says in known.items() if decisions[case] == "reject"]
    accepted = [says for case, says in known.items() if decisions[case] == "accept"]
    hits, right = sum(rejected), len(accepted) - sum(accepted)
    said_worse = sum(score == 0.0 for score in final.values())
    return Calibration(
        decided=len(known),
        sensitivity=hits / len(rejected) if rejected else None,
        specificity=right / len(accepted) if accepted else None,
        worse=corrected_rate(
            (said_worse, len(final)), (hits, len(rejected)), (right, len(accepted))
        ),
    )
