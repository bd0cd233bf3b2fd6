"""The figures of a run: flips by tag, score differences, lengths, latency, cost."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

from prompt_tests.judgement import Check, JudgedCase
from prompt_tests.page.plot import WIDTH, Mark, Plot, Scale, columns, steps
from prompt_tests.page.wording import money, seconds
from prompt_tests.verdict import Flips, Verdict

TAGS = 12
"""Most tags in a figure, those with most flips first."""
STEPS = 120
"""Most steps of a latency curve."""

_SCORES = ("−100 %", "−75 %", "−50 %", "−25 %", "0", "+25 %", "+50 %", "+75 %", "+100 %")
_LENGTHS = ("≤ ¼", "⅓", "½", "⅔", "as long", "1½", "2 ×", "3 ×", "≥ 4 ×")


class Figures:
    """Collects what the figures need, a few numbers a case."""

    def __init__(self) -> None:
        self._scores: Counter[int] = Counter()
        self._lengths: Counter[int] = Counter()
        self._latency = array("d"), array("d")
        self._cost = [0.0, 0.0]
        self._priced = 0

    def add(self, judged: JudgedCase) -> None:
        """Take in one case; one with an error on either side has nothing to compare."""
        if judged.status == "error":
            return
        if judged.asserted:
            change = _share(judged.new_checks) - _share(judged.old_checks)
            self._scores[round(change * 4)] += 1
        old, new = judged.case.first("old"), judged.case.first("new")
        if old.text and new.text:
            octaves = math.log2(len(new.text) / len(old.text))
            self._lengths[max(-4, min(4, round(octaves * 2)))] += 1
        if times := _known(old.latency_ms, new.latency_ms):
            self._latency[0].append(times[0])
            self._latency[1].append(times[1])
        if costs := _known(old.cost_usd, new.cost_usd):
            self._priced += 1
            self._cost = [self._cost[0] + costs[0], self._cost[1] + costs[1]]

    def drawn(self, verdict: Verdict) -> list[Plot]:
        """The figures for which there is something to show."""
        return [*self._flips(verdict), *self._histograms(), *self._curves(), *self._costs()]

    def _flips(self, verdict: Verdict) -> Iterator[Plot]:
        tags = sorted(
            verdict.by_tag.items(),
            key=lambda pair: (-pair[1].negative_flips, -pair[1].positive_flips, pair[0]),
        )
        tags = [pair for pair in tags if pair[1].negative_flips + pair[1].positive_flips][:TAGS]
        if tags:
            yield Plot(
                "flips",
                "Flips by tag",
                "For each tag the cases that got worse, to the left, and better, to the right.",
                30 * len(tags) + 30,
                tuple(_diverging(tags)),
                ("tag", "worse", "better"),
                tuple((t, f"{f.negative_flips:,}", f"{f.positive_flips:,}") for t, f in tags),
            )

    def _histograms(self) -> Iterator[Plot]:
        if self._scores:
            counts = [self._scores[step] for step in range(-4, 5)]
            yield _histogram(
                "scores",
                "Change of the share of assertions that hold",
                "Cases by how the share of their assertions that hold changed, new minus old.",
                counts,
                _SCORES,
                ("bad", "bad", "bad", "bad", "even", "good", "good", "good", "good"),
            )
        if self._lengths:
            counts = [self._lengths[step] for step in range(-4, 5)]
            yield _histogram(
                "lengths",
                "Length of the new answer against the old",
                "Cases by the ratio of characters in the new and in the old answer.",
                counts,
                _LENGTHS,
                ("new",) * 9,
            )

    def _curves(self) -> Iterator[Plot]:
        old, new = (sorted(side) for side in self._latency)
        if len(old) < 2:
            return
        shares = (0.5, 0.75, 0.9, 0.95, 0.99)
        yield Plot(
            "latency",
            f"Latency: share of {len(old):,} answers that took at most so long",
            "Two rising curves, old and new; the one further left is faster.",
            230,
            tuple(_ecdf(old, new)),
            ("share", "old", "new"),
            tuple(
                (f"{s:.0%}", seconds(_quantile(old, s)), seconds(_quantile(new, s))) for s in shares
            ),
            sides=True,
        )

    def _costs(self) -> Iterator[Plot]:
        if not self._priced or not any(self._cost):
            return
        scale = Scale(0, max(self._cost), 0, WIDTH - 250)
        marks = []
        for place, (side, cost) in enumerate(zip(("old", "new"), self._cost, strict=True)):
            y = 14 + 40 * place
            said = f"{money(cost)} · {money(cost / self._priced)} a case"
            marks.append(Mark("text", "label", 0, y + 18, text=side))
            marks.append(Mark("bar", side, 36, y, max(scale(cost), 1), 26, said))
            marks.append(Mark("text", "value", 44 + scale(cost), y + 18, text=said))
        yield Plot(
            "cost",
            f"Cost of {self._priced:,} cases priced on both sides",
            "Two bars: what the old and the new answers cost.",
            96,
            tuple(marks),
            ("side", "total", "per case"),
            tuple(
                (side, money(cost), money(cost / self._priced))
                for side, cost in zip(("old", "new"), self._cost, strict=True)
            ),
        )


def _known(old: float | None, new: float | None) -> tuple[float, float] | None:
    """Both numbers, when both are numbers."""
    if old is None or new is None or not (math.isfinite(old) and math.isfinite(new)):
        return None
    return old, new


def _share(checks: tuple[Check, ...]) -> float:
    return sum(check.passed for check in checks) / len(checks) if checks else 0.0


def _histogram(
    name: str, title: str, said: str, counts: list[int], names: Sequence[str], styles: Sequence[str]
) -> Plot:
    rows = tuple((label, f"{count:,}") for label, count in zip(names, counts, strict=True))
    return Plot(name, title, said, 190, columns(counts, names, styles), ("change", "cases"), rows)


def _diverging(tags: list[tuple[str, Flips]]) -> Iterator[Mark]:
    middle, most = 330, max(max(f.negative_flips, f.positive_flips) for _, f in tags)
    scale = Scale(0, most, 0, WIDTH - middle - 40)
    yield Mark("text", "label", middle - 6, 14, text="worse", anchor="end")
    yield Mark("text", "label", middle + 6, 14, text="better")
    yield Mark("line", "axis", middle, 4, 0, 30 * len(tags) + 22)
    for place, (tag, flips) in enumerate(tags):
        y, worse, better = 26 + 30 * place, flips.negative_flips, flips.positive_flips
        shown = tag if len(tag) <= 20 else tag[:19] + "…"
        yield Mark("text", "name", 0, y + 15, text=shown)
        yield Mark("bar", "bad", middle - scale(worse), y, scale(worse), 20, f"{worse:,} worse")
        yield Mark("bar", "good", middle, y, scale(better), 20, f"{better:,} better")
        yield Mark(
            "text", "value", middle - scale(worse) - 6, y + 15, text=f"{worse:,}", anchor="end"
        )
        yield Mark("text", "value", middle + scale(better) + 6, y + 15, text=f"{better:,}")


def _ecdf(old: list[float], new: list[float]) -> Iterator[Mark]:
    low, high = max(min(old[0], new[0]), 0.1), max(old[-1], new[-1], 0.2)
    left, base, top = 40, 190, 12
    across = Scale(math.log10(low), math.log10(high) + 0.02, left, WIDTH - 8)
    up = Scale(0, 1, base, top)
    for share in (0, 0.5, 0.95, 1):
        yield Mark("line", "axis" if share == 0 else "grid", left, up(share), WIDTH - 8 - left)
    for share in (0, 0.5, 0.95):
        yield Mark("text", "label", left - 6, up(share) + 4, text=f"{share:.0%}", anchor="end")
    for tick in _ticks(low, high):
        yield Mark(
            "text",
            "label",
            across(math.log10(tick)),
            base + 18,
            text=seconds(tick),
            anchor="middle",
        )
    for style, values in (("old", old), ("new", new)):
        picked = {round(place * (len(values) - 1) / STEPS) for place in range(STEPS + 1)}
        points = [
            (across(math.log10(max(values[i], low))), up((i + 1) / len(values)))
            for i in sorted(picked)
        ]
        yield Mark("path", style, text=steps([(points[0][0], base), *points]))


def _ticks(low: float, high: float) -> list[float]:
    """Round times between *low* and *high*, about five of them."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    fine = [d * 10.0**e for e in range(first, last + 1) for d in (1, 2, 5)]
    inside = [tick for tick in fine if low <= tick <= high]
    return inside if len(inside) <= 7 else [t for t in inside if f"{t:e}".startswith("1")]


def _quantile(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, math.ceil(share * len(values)) - 1)]
