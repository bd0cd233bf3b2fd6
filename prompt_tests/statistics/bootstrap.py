"""Intervals without a formula: whole conversations drawn again and again."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Sequence
from itertools import chain

WORK = 500_000
"""Values looked at in all: many cases get fewer draws, and need fewer."""
FEWEST, MOST = 200, 2000
SEED = 1

Pair = tuple[float, float]


def bootstrap_intervals(
    pairs: Sequence[Pair],
    clusters: Sequence[Hashable],
    statistics: Callable[[Sequence[float], Sequence[float]], tuple[float, ...]],
    seed: int = SEED,
) -> list[tuple[float, float]]:
    """95 % percentile intervals, whole clusters drawn with replacement: of each of *statistics* (of
    the old values, and of the new ones that were drawn with them), from the same draws.

    None with fewer than two clusters. The same pairs always give the same intervals.
    """
    places: dict[Hashable, list[int]] = {}
    for place, cluster in enumerate(clusters):
        places.setdefault(cluster, []).append(place)
    if len(places) < 2:
        return []
    old, new = ([*side] for side in zip(*pairs, strict=True))
    groups, chance = list(places.values()), random.Random(seed)
    draws = max(FEWEST, min(MOST, WORK // len(pairs)))
    found = []
    for _ in range(draws):
        drawn = list(chain.from_iterable(chance.choices(groups, k=len(groups))))
        found.append(statistics([old[place] for place in drawn], [new[place] for place in drawn]))
    cut = int(0.025 * draws)
    ordered = [sorted(values) for values in zip(*found, strict=True)]
    return [(values[cut], values[-cut - 1]) for values in ordered]
