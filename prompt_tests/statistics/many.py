"""Many tests at once: adjusted p-values, so that looking often is not finding often."""

from __future__ import annotations

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Adjusted p-values that bound the chance of one false alarm (Holm 1979)."""
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    adjusted, highest = [0.0] * len(ps), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, (len(ps) - rank) * ps[i])
        adjusted[i] = min(1.0, highest)
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Adjusted p-values that bound the share of false alarms (Benjamini and Hochberg 1995)."""
    order = sorted(range(len(ps)), key=lambda i: ps[i], reverse=True)
    adjusted, lowest = [0.0] * len(ps), 1.0
    for rank, i in enumerate(order):
        lowest = min(lowest, len(ps) / (len(ps) - rank) * ps[i])
        adjusted[i] = lowest
    return adjusted
