"""Intervals without a formula: whole conversations drawn again and again."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate
from operator import sub

from prompt_tests.statistics.means import place_of

WORK = 500_000
"""Values looked at in all: many cases get fewer draws, and need fewer."""
FEWEST, MOST = 200, 2000
SEED = 1

Pair = tuple[float, float]


def quantile_intervals(
    pairs: Sequence[Pair], clusters: Sequence[Hashable], shares: Sequence[float], seed: int = SEED
) -> list[tuple[float, float]]:
    """95 % percentile intervals of how much higher the new values' quantile is than the old ones',
    one for each of *shares*, all from the same draws of whole clusters with replacement.

    None with fewer than two clusters. The same pairs always give the same intervals.
    """
    numbers = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
    if len(numbers) < 2:
        return []
    drawn_with = [numbers[cluster] for cluster in clusters]
    old, new = (_Side(values, drawn_with) for values in zip(*pairs, strict=True))
    draws = max(FEWEST, min(MOST, WORK // len(pairs)))
    found = []
    for times in _draws(len(numbers), draws, seed):
        gaps = map(sub, new.quantiles(times, shares), old.quantiles(times, shares))
        found.append(tuple(gaps))
    cut = int(0.025 * draws)
    ordered = [sorted(values) for values in zip(*found, strict=True)]
    return [(values[cut], values[-cut - 1]) for values in ordered]


def _draws(groups: int, draws: int, seed: int) -> Iterator[list[int]]:
    """How often each of *groups* is drawn, so many *draws*."""
    chance, all_ = random.Random(seed), list(range(groups))
    for _ in range(draws):
        times = [0] * groups
        for group in chance.choices(all_, k=groups):
            times[group] += 1
        yield times


class _Side:
    """The values of one side, in order once and for all: a draw only says how often each counts."""

    def __init__(self, values: Sequence[float], groups: Sequence[int]) -> None:
        order = sorted(range(len(values)), key=values.__getitem__)
        self._values = [values[place] for place in order]
        self._groups = [groups[place] for place in order]

    def quantiles(self, times: Sequence[int], shares: Sequence[float]) -> list[float]:
        """The quantile at each of *shares* when each group is there so many *times*."""
        reached = list(accumulate([times[group] for group in self._groups]))
        places = (place_of(share, reached[-1]) for share in shares)
        return [self._values[bisect_right(reached, place)] for place in places]
