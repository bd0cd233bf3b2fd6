"""Quantities for readers: every number with its unit, and no more digits than it deserves."""

from __future__ import annotations

import math

from prompt_tests.answers.wording import percent, points
from prompt_tests.verdict import Metric


def money(usd: float) -> str:
    """`$12.34`, `$0.0021`: two digits that say something, never an exponent."""
    if abs(usd) >= 1 or usd == 0:
        return f"${usd:,.2f}"
    places = 1 - math.floor(math.log10(abs(usd)))
    return f"${usd:.{max(2, min(places, 12))}f}"


def seconds(milliseconds: float) -> str:
    """`850 ms`, `1.2 s`."""
    if milliseconds >= 999.5:
        return f"{milliseconds / 1000:.3g} s"
    return f"{milliseconds:.3g} ms"


def quantity(value: float | None, unit: str) -> str:
    """*value* in *unit*; a dash when it is unknown."""
    if value is None:
        return "—"
    if unit.startswith("USD"):
        return money(value)
    if unit.startswith("share"):
        return percent(value)
    if unit == "ms":
        return seconds(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def change(metric: Metric) -> str:
    """New minus old, signed: in points for shares, else in the unit and as per cent."""
    if metric.old is None or metric.new is None:
        return "—"
    if metric.unit.startswith("share"):
        return f"{points(metric.new - metric.old)} points"
    size = _signed(metric.new - metric.old, metric.unit)
    if not metric.old or metric.new == metric.old:
        return size
    return f"{size} ({100 * (metric.new / metric.old - 1):+.1f} %)".replace("-", "−")


def interval(metric: Metric) -> str:
    """The 95 % interval of the change, or nothing."""
    if metric.ci is None:
        return ""
    if metric.unit.startswith("share"):
        return f"{points(metric.ci[0])} to {points(metric.ci[1])} points"
    return " to ".join(_signed(bound, metric.unit) for bound in metric.ci)


def _signed(value: float, unit: str) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + quantity(abs(value), unit)
