"""What a secret looks like, and how it is hidden. The only place that knows."""

from __future__ import annotations

import re

_VALUE = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"sk-[A-Za-z0-9_-]{20,}|gsk_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{30,}|AIza[A-Za-z0-9_-]{35}"
    r"|A(?:KIA|SIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}"
    r"|glpat-[A-Za-z0-9_-]{20}|xox[abeoprs]-[A-Za-z0-9-]{10,}"
    r")(?![A-Za-z0-9_-])"
)


def mask(text: str) -> str:
    """*text* with every secret in it replaced by a placeholder."""
    return _VALUE.sub("<SECRET>", text)


def looks_secret(text: str) -> bool:
    """Whether *text* holds something that looks like a secret."""
    return _VALUE.search(text) is not None
