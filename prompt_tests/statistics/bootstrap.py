"""Intervals without a formula: whole conversations drawn again and again."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Sequence

WORK = 1_000_000
"""Values looked at in all: many cases get fewer draws, and need fewer."""
FEWEST, MOST = 200, 2000

Pair = tuple[float, float]


def bootstrap_interval(
    pairs: Sequence[Pair],
    clusters: Sequence[Hashable],
    statistic: Callable[[Sequence[Pair]], float],
    seed: int = 1,
) -> tuple[float, float] | None:
    """95 % percentile interval of *statistic*, whole clusters drawn with replacement.

    None with fewer than two clusters. The same pairs always give the same interval.
    """
    groups: dict[Hashable, list[Pair]] = {}
    for pair, cluster in zip(pairs, clusters, strict=True):
        groups.setdefault(cluster, []).append(pair)
    if len(groups) < 2:
        return None
    drawn, chance = list(groups.values()), random.Random(seed)
    draws = max(FEWEST, min(MOST, WORK // len(pairs)))
    found = sorted(
        statistic([pair for group in chance.choices(drawn, k=len(drawn)) for pair in group])
        for _ in range(draws)
    )
    cut = int(0.025 * draws)
    return found[cut], found[-cut - 1]
