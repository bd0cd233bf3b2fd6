"""What is measured besides passing: cost, latency, tokens, refusals. Only a user's limit gates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from prompt_tests.answers.traits import empty, refused, truncated
from prompt_tests.judgement import JudgedCase
from prompt_tests.reply import Reply
from prompt_tests.rundir import Gate
from prompt_tests.statistics.bootstrap import Pair, bootstrap_interval
from prompt_tests.statistics.means import fmean, paired_interval, quantile
from prompt_tests.verdict import Metric

Measure = Callable[[Reply], float | None]

COST = "cost"
LATENCY = "latency, median"
REFUSALS = "refusals"

_MEANS: tuple[tuple[str, str, Measure], ...] = (
    (COST, "USD per case", lambda reply: reply.cost_usd),
    ("input tokens", "per case", lambda reply: reply.usage.input),
    ("output tokens", "per case", lambda reply: reply.usage.output),
    ("words", "per case", lambda reply: len(reply.text.split())),
    (REFUSALS, "share of cases", lambda reply: float(refused(reply))),
    ("truncated answers", "share of cases", lambda reply: float(truncated(reply))),
    ("empty answers", "share of cases", lambda reply: float(empty(reply))),
)
_LATENCIES = ((LATENCY, 0.5), ("latency, 95th percentile", 0.95))


def metrics_of(judged: Sequence[JudgedCase], gate: Gate) -> tuple[Metric, ...]:
    """Every metric over the cases that have it on both sides, first answers only."""
    answered = [case for case in judged if case.status != "error"]
    gated = {
        COST: gate.max_cost_ratio,
        LATENCY: gate.max_latency_ratio,
        REFUSALS: gate.max_refusal_share,
    }
    means = [_mean(answered, name, unit, measure) for name, unit, measure in _MEANS]
    latencies = [_latency(answered, name, share) for name, share in _LATENCIES]
    return tuple(
        Metric(m.name, m.unit, m.old, m.new, m.ci, m.n, gated.get(m.name) is not None)
        for m in (*means, *latencies)
    )


def _mean(answered: Sequence[JudgedCase], name: str, unit: str, measure: Measure) -> Metric:
    pairs = _pairs(answered, measure)
    if not pairs:
        return Metric(name, unit, None, None)
    old, new, clusters = zip(*pairs, strict=True)
    return Metric(name, unit, fmean(old), fmean(new), paired_interval(old, new, clusters), len(old))


def _latency(answered: Sequence[JudgedCase], name: str, share: float) -> Metric:
    pairs = _pairs(answered, lambda reply: reply.latency_ms)
    if not pairs:
        return Metric(name, "ms", None, None)
    sides = [(old, new) for old, new, _ in pairs]

    def change(drawn: Sequence[Pair]) -> float:
        return quantile([new for _, new in drawn], share) - quantile([o for o, _ in drawn], share)

    old, new = (quantile(side, share) for side in zip(*sides, strict=True))
    interval = bootstrap_interval(sides, [cluster for *_, cluster in pairs], change)
    return Metric(name, "ms", old, new, interval, len(pairs))


def _pairs(answered: Sequence[JudgedCase], measure: Measure) -> list[tuple[float, float, str]]:
    found = []
    for case in answered:
        old, new = measure(case.case.first("old")), measure(case.case.first("new"))
        if old is not None and new is not None:
            found.append((float(old), float(new), cluster_of(case)))
    return found


def cluster_of(case: JudgedCase) -> str:
    """The conversation of *case*, else the case itself: what may be correlated stands together."""
    recording = case.case.recording
    return f"c:{recording.conversation}" if recording.conversation else f"i:{recording.id}"
