"""Plots as plain marks: the sums are done here, the template writes the (escaped) SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WIDTH = 520


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape. Coordinates are in the units of the view box, with y downwards."""

    kind: Literal["bar", "dot", "line", "path", "text"]
    style: str
    """A class of the style sheet: `old`, `new`, `good`, `bad`, `axis`, `label`, ..."""
    x: float = 0
    y: float = 0
    width: float = 0
    """Of a bar; of a line, how far it goes to the right; of a dot, its radius."""
    height: float = 0
    """Of a bar; of a line, how far it goes down."""
    text: str = ""
    """Of a text its words, of a path its `d`, of a bar what it says when pointed at."""
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Plot:
    """One figure with everything that somebody who cannot see it needs."""

    name: str
    title: str
    description: str
    height: int
    marks: tuple[Mark, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The same data as a table."""
    sides: bool = False
    """Whether the figure needs the key to the old and the new side."""
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear map of values in [low, high] to places in [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of *value*, rounded so that files stay small and equal."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.start + share * (self.end - self.start), 1)


def columns(
    heights: Sequence[int],
    names: Sequence[str],
    styles: Sequence[str],
    *,
    height: int = 190,
    left: float = 0,
    every: int = 1,
) -> tuple[Mark, ...]:
    """Upright bars with their counts above, from *left* to the right edge.

    Below stand their names, or, where room is scarce, the name of *every* second, third, ...
    """
    top, base, step = 22, height - 34, (WIDTH - left) / max(len(heights), 1)
    scale = Scale(0, max(*heights, 1), base, top)
    marks = [Mark("line", "axis", left, base, WIDTH - left)]
    for place, (count, name, style) in enumerate(zip(heights, names, styles, strict=True)):
        x, y = round(left + place * step + step * 0.12, 1), scale(count)
        wide, middle = round(step * 0.76, 1), round(left + place * step + step / 2, 1)
        if count:
            y = min(y, base - 1.5)
            said = f"{name}: {count:,}"
            marks.append(Mark("bar", style, x, y, wide, round(base - y, 1), said))
            marks.append(Mark("text", "value", middle, y - 5, text=f"{count:,}", anchor="middle"))
        if place % every == 0:
            marks.append(Mark("text", "label", middle, base + 17, text=name, anchor="middle"))
    return tuple(marks)


def steps(points: Sequence[tuple[float, float]]) -> str:
    """The `d` of a staircase through *points*, given from left to right."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    parts += [f"H{x:g}V{y:g}" for x, y in points[1:]]
    return "".join(parts)


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Round numbers on a logarithmic axis between *low* and *high*, about *most* or fewer."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    fine = [d * 10.0**e for e in range(first, last + 1) for d in (1, 2, 5)]
    inside = [tick for tick in fine if low <= tick <= high]
    tens = [tick for tick in inside if f"{tick:e}".startswith("1")]
    if len(inside) > most and len(tens) > 2:
        inside = tens
    return inside[:: math.ceil(len(inside) / most)] if inside else []
