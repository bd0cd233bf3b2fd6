"""Numbers in sentences: shares as per cent, changes as points, p-values that are never 0."""

from __future__ import annotations


def percent(share: float) -> str:
    """`1.5 %`, with as many digits as tell it from a round number."""
    return (
        f"{100 * share:.3g} %" if 0 < share < 0.1 else f"{100 * share:.1f} %".replace(".0 %", " %")
    )


def points(change: float) -> str:
    """A change of a share in percentage points, signed: `-2.1`."""
    return f"{100 * change:+.1f}".replace("-0.0", "0.0").replace("+0.0", "0.0").replace("-", "−")


def p_value(p: float) -> str:
    """`p = 0.012`, `p = 3.1e-07`; never a bare 0."""
    if p >= 0.0001:
        return f"p = {p:.2g}" if p < 0.995 else "p = 1"
    return f"p = {p:.1e}" if p > 0 else "p < 1e-300"


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 case`, `1,000 cases`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def names(ids: list[str] | tuple[str, ...], most: int = 5) -> str:
    """The first few of *ids*, and how many more there are."""
    shown = ", ".join(ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most:,} more"
