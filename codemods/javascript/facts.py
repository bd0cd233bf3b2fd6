"""What is known of npm packages: read from `facts.toml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from codemods.facts import beside


@cache
def listed(
    table: Literal["asking", "models", "requests", "senders", "switches"],
) -> tuple[str, ...]:
    """The names in *table*; the file says above each table what it lists."""
    return tuple(beside(__file__)[table]["names"])


@cache
def packages() -> dict[str, str]:
    """npm package -> the provider that it calls by itself, `""` for none."""
    found: dict[str, str] = beside(__file__)["packages"]
    return found


@cache
def options() -> dict[str, str]:
    """npm package -> the name by which it is told in `providerOptions` whether the model thinks,
    `""` for the name that its client is made with."""
    found: dict[str, str] = beside(__file__)["options"]
    return found
