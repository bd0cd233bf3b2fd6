"""The figure of scores: which share of its assertions a case holds, old against new."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from prompt_tests.page.plot import Mark, Plot, Scale, columns

STEPS = 4
"""Shares are told apart in quarters."""
LARGEST = 15
"""Radius of the largest bubble."""
_SIDE, _LEFT, _TOP = 156, 50, 24
_CHANGES = ("−100", "−75", "−50", "−25", "0", "+25", "+50", "+75", "+100")

Scores = Mapping[tuple[int, int], int]
"""Old and new share, in quarters: how many cases."""


def scores(found: Scores) -> Iterator[Plot]:
    """The figure, when a case has an assertion."""
    if not found:
        return
    yield Plot(
        "scores",
        "Share of a case's assertions that hold",
        "Left: cases by their share on the old side, to the right, and on the new side, upwards; "
        "on the broken line both are equal. Right: cases by new minus old, in points.",
        _TOP + _SIDE + 48,
        (*_bubbles(found), *_histogram(found)),
        ("old", "new", "cases"),
        tuple((_share(old), _share(new), f"{n:,}") for (old, new), n in sorted(found.items())),
    )


def _share(quarters: int) -> str:
    return f"{100 * quarters // STEPS} %"


def _bubbles(found: Scores) -> Iterator[Mark]:
    across = Scale(0, STEPS, _LEFT + LARGEST, _LEFT + _SIDE - LARGEST)
    up = Scale(0, STEPS, _TOP + _SIDE - LARGEST, _TOP + LARGEST + 14)
    yield Mark("bar", "frame", _LEFT, _TOP, _SIDE, _SIDE)
    wide, high = across(STEPS) - across(0), up(STEPS) - up(0)
    yield Mark("line", "diagonal", across(0), up(0), wide, high)
    for tick in (0, STEPS // 2, STEPS):
        name, base = _share(tick), _TOP + _SIDE + 16
        yield Mark("text", "label", across(tick), base, text=name, anchor="middle")
        yield Mark("text", "label", _LEFT - 6, up(tick) + 4, text=name, anchor="end")
    yield Mark("text", "label", _LEFT + _SIDE / 2, _TOP + _SIDE + 34, text="old", anchor="middle")
    yield Mark("text", "label", _LEFT - 6, _TOP - 8, text="new", anchor="end")
    most = max(found.values())
    for (old, new), cases in sorted(found.items(), key=lambda pair: -pair[1]):
        radius = max(2.5, round(LARGEST * math.sqrt(cases / most), 1))
        tone = "bad" if new < old else "good" if new > old else "even"
        yield Mark("dot", tone, across(old), up(new), radius)
        above = up(new) - radius - 4
        yield Mark("text", "value", across(old), above, text=f"{cases:,}", anchor="middle")


def _histogram(found: Scores) -> tuple[Mark, ...]:
    changes: Counter[int] = Counter()
    for (old, new), cases in found.items():
        changes[new - old] += cases
    heights = [changes[step] for step in range(-STEPS, STEPS + 1)]
    tones = ("bad",) * STEPS + ("even",) + ("good",) * STEPS
    bars = columns(heights, _CHANGES, tones, height=_TOP + _SIDE + 34, left=250, every=2)
    middle = 250 + (520 - 250) / 2
    return *bars, Mark(
        "text", "label", middle, _TOP + _SIDE + 34, text="new minus old, points", anchor="middle"
    )
