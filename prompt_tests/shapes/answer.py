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
    told: Mapping[str, Json] = usage or {}

    def count(*path: str) -> int | None:
        value: Any = told
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        whole = isinstance(value, int) and not isinstance(value, bool)
        return value if whole and 0 <= value <= MOST else None

    def first(*values: int | None) -> int | None:
        return next((value for value in values if value is not None), None)

    return Usage(
        input=first(count("prompt_tokens"), count("input_tokens")),
        output=first(count("completion_tokens"), count("output_tokens")),
        reasoning=first(
            count("completion_tokens_details", "reasoning_tokens"),
            count("output_tokens_details", "reasoning_tokens"),
        ),
        cached=first(
            count("prompt_tokens_details", "cached_tokens"),
            count("input_tokens_details", "cached_tokens"),
            count("prompt_cache_hit_tokens"),
        ),
    )
