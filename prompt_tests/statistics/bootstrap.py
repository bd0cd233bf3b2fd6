"""Intervals without a formula: whole conversations drawn again and again."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Sequence

WORK = 1_000_000
"""Values looked at in all: many cases get fewer draws, and need fewer."""
FEWEST, MOST = 200, 2000
SEED = 1

Pair = tuple[float, float]


def bootstrap_interval(
    pairs: Sequence[Pair],
    clusters: Sequence[Hashable],
    statistic: Callable[[Sequence[Pair]], float],
    seed: int = SEED,
) -> tuple[float, float] | None:
    """95 % percentile interval of *statistic*, whole clusters drawn with replacement.

    None with fewer than two clusters. The same pairs always give the same interval.
    """
    found = bootstrap_intervals(pairs, clusters, lambda drawn: (statistic(drawn),), seed)
    return found[0] if found else None


def bootstrap_intervals(
    pairs: Sequence[Pair],
    clusters: Sequence[Hashable],
    statistics: Callable[[Sequence[Pair]], tuple[float, ...]],
    seed: int = SEED,
) -> list[tuple[float, float]]:
    """The interval of each of *statistics*, from the same draws; none with one cluster."""
    groups: dict[Hashable, list[Pair]] = {}
    for pair, cluster in zip(pairs, clusters, strict=True):
        groups.setdefault(cluster, []).append(pair)
    if len(groups) < 2:
        return []
    drawn, chance = list(groups.values()), random.Random(seed)
    draws = max(FEWEST, min(MOST, WORK // len(pairs)))
    found = [
        statistics([pair for group in chance.choices(drawn, k=len(drawn)) for pair in group])
        for _ in range(draws)
    ]
    cut = int(0.025 * draws)
    ordered = [sorted(values) for values in zip(*found, strict=True)]
    return [(values[cut], values[-cut - 1]) for values in ordered]
