"""The numbers in a text, as people write them, and how near two numbers are."""

from __future__ import annotations

import re
from fractions import Fraction

# Every repetition is bounded, so that no text takes longer than its length deserves.
_NUMBER = re.compile(r"(?<![\w.])[-+−]?\d[\d,  ']{0,40}(?:\.\d{1,40})?(?!\w)")


def numbers(text: str) -> list[str]:
    """All numbers in order, each as its plain decimal: `1,000.50` and `1000.5` are the same."""
    return [_plain(found) for found in _NUMBER.findall(text)]


def near(found: float | str, wanted: float, tolerance: float = 0) -> bool:
    """Whether *found* is *wanted* or no further from it than *tolerance*, as decimals, exactly."""
    gap = Fraction(str(found)) - Fraction(str(wanted))
    return abs(gap) <= Fraction(str(tolerance))


def _plain(found: str) -> str:
    digits = re.sub(r"[^\d.+-]", "", found.replace("−", "-")).lstrip("+")
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
