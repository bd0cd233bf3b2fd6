"""The numbers in a text, as people write them."""

from __future__ import annotations

import re

# Every repetition is bounded, so that no text takes longer than its length deserves.
_NUMBER = re.compile(r"(?<![\w.])[-+−]?\d[\d,  ']{0,40}(?:\.\d{1,40})?(?!\w)")


def numbers(text: str) -> list[str]:
    """All numbers in order, each as its plain decimal: `1,000.50` and `1000.5` are the same."""
    return [_plain(found) for found in _NUMBER.findall(text)]


def _plain(found: str) -> str:
    digits = re.sub(r"[^\d.+-]", "", found.replace("−", "-")).lstrip("+")
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
