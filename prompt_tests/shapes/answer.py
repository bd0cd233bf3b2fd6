"""An answer of a model as read from the wire, before it becomes a reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prompt_tests.recording import Json, Usage

MOST = 10**12
"""A count of tokens above this is none: no answer has so many, and sums must stay finite."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer: an assistant message, a finish reason, the usage if it was told."""

    message: Mapping[str, Json]
    finish_reason: str
    usage: Mapping[str, Json] | None = None
    model: str | None = None
    flags: tuple[str, ...] = ()


def read_usage(usage: Mapping[str, Json] | None) -> Usage:
    """The counts of an API's usage object (chat or responses); what is no count is None."""
    if not usage:
        return Usage()
    return Usage(**{name: _first(usage, places) for name, places in _PLACES.items()})


_PLACES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "input": (("prompt_tokens",), ("input_tokens",)),
    "output": (("completion_tokens",), ("output_tokens",)),
    "reasoning": (
        ("completion_tokens_details", "reasoning_tokens"),
        ("output_tokens_details", "reasoning_tokens"),
    ),
    "cached": (
        ("prompt_tokens_details", "cached_tokens"),
        ("input_tokens_details", "cached_tokens"),
        ("prompt_cache_hit_tokens",),
    ),
}
"""Where APIs keep each count; the first that is one holds."""


def _first(usage: Mapping[str, Json], places: tuple[tuple[str, ...], ...]) -> int | None:
    for path in places:
        value: Any = usage
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
            return value
    return None
