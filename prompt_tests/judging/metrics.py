"""What is measured besides passing: cost, latency, tokens, refusals. Only a user's limit gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prompt_tests.judging.seen import Answer, Seen
from prompt_tests.rundir import Gate
from prompt_tests.statistics.bootstrap import Pair, bootstrap_intervals
from prompt_tests.statistics.means import fmean, paired_interval, quantile
from prompt_tests.verdict import Metric

Measure = Callable[[Answer], float | None]

COST = "cost"
LATENCY = "latency, median"
REFUSALS = "refusals"

_MEANS: tuple[tuple[str, str, Measure], ...] = (
    (COST, "USD per case", lambda answer: answer.cost),
    ("input tokens", "per case", lambda answer: answer.input),
    ("output tokens", "per case", lambda answer: answer.output),
    ("words", "per case", lambda answer: answer.words),
    (REFUSALS, "share of cases", lambda answer: float(answer.refused)),
    ("truncated answers", "share of cases", lambda answer: float(answer.truncated)),
    ("empty answers", "share of cases", lambda answer: float(answer.empty)),
)
_LATENCIES = ((LATENCY, 0.5), ("latency, 95th percentile", 0.95))


def metrics_of(judged: Sequence[Seen], gate: Gate) -> tuple[Metric, ...]:
    """Every metric over the cases that have it on both sides, first answers only."""
    answered = [case for case in judged if case.status != "error"]
    gated = {
        COST: gate.max_cost_ratio,
        LATENCY: gate.max_latency_ratio,
        REFUSALS: gate.max_refusal_share,
    }
    means = [_mean(answered, name, unit, measure) for name, unit, measure in _MEANS]
    latencies = _latencies(answered)
    return tuple(
        Metric(m.name, m.unit, m.old, m.new, m.ci, m.n, gated.get(m.name) is not None)
        for m in (*means, *latencies)
    )


def _mean(answered: Sequence[Seen], name: str, unit: str, measure: Measure) -> Metric:
    pairs = _pairs(answered, measure)
    if not pairs:
        return Metric(name, unit, None, None)
    old, new, clusters = zip(*pairs, strict=True)
    return Metric(name, unit, fmean(old), fmean(new), paired_interval(old, new, clusters), len(old))


def _latencies(answered: Sequence[Seen]) -> Iterator[Metric]:
    pairs = _pairs(answered, lambda answer: answer.latency)
    sides = [(old, new) for old, new, _ in pairs]
    intervals = bootstrap_intervals(sides, [cluster for *_, cluster in pairs], _slower)
    for place, (name, share) in enumerate(_LATENCIES):
        if not sides:
            yield Metric(name, "ms", None, None)
            continue
        old, new = (quantile(side, share) for side in zip(*sides, strict=True))
        interval = intervals[place] if intervals else None
        yield Metric(name, "ms", old, new, interval, len(sides))


def _slower(drawn: Sequence[Pair]) -> tuple[float, ...]:
    """How much later the new side answers, at each share of the latencies."""
    old, new = (sorted(side) for side in zip(*drawn, strict=True))
    return tuple(quantile(new, share) - quantile(old, share) for _, share in _LATENCIES)


def _pairs(answered: Sequence[Seen], measure: Measure) -> list[tuple[float, float, str]]:
    found = []
    for case in answered:
        old, new = measure(case.old), measure(case.new)
        if old is not None and new is not None:
            found.append((float(old), float(new), case.cluster))
    return found
