"""What is known of libraries, beside how they spell a client: read from `facts.toml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from codemods.facts import beside

Table = Literal[
    "accepted",
    "agents",
    "agents_made",
    "answering",
    "asks_nobody",
    "asks_responses",
    "binds",
    "bodiless",
    "bound",
    "columns",
    "constructed",
    "counted",
    "crew_files",
    "crewed",
    "fallbacks",
    "families",
    "forcing",
    "kept",
    "marks",
    "modules",
    "payer",
    "plain",
    "posting",
    "prefix_led",
    "raised",
    "renaming",
    "routed",
    "rows_asked",
    "rows_found",
    "schemaless",
    "sessions",
    "settings",
    "strict",
    "tiktoken",
]


def listed(table: Table) -> frozenset[str]:
    """The names in *table*; the file says above each table what it lists."""
    return _names(table)  # a cached function's own arguments are not checked by types


@cache
def _names(table: Table) -> frozenset[str]:
    return frozenset(beside(__file__)[table]["names"])


@cache
def methods() -> dict[str, str]:
    """Dotted method of an OpenAI-shaped client -> what it is for."""
    found: dict[str, str] = beside(__file__)["methods"]
    return found


@cache
def removed() -> dict[str, str]:
    """What the openai module lost in 1.0 -> the method of a client to call instead, or `""`."""
    found: dict[str, str] = beside(__file__)["removed"]
    return found


@cache
def wrapped(wrapper: str = "") -> frozenset[str]:
    """The methods of what *wrapper*, or any library, makes of a client that are chat requests."""
    known: dict[str, list[str]] = beside(__file__)["wrapped"]
    return frozenset(name for of in known for name in known[of] if wrapper in (of, ""))


def spelled_otherwise() -> dict[str, str]:
    """What frameworks call an argument of the request -> its name there."""
    found: dict[str, str] = beside(__file__)["spelled_otherwise"]
    return found


def raised_by() -> dict[str, str]:
    """Package -> the package whose exceptions its clients raise, where that is another."""
    found: dict[str, str] = beside(__file__)["raised_by"]
    return found


def bedrock() -> dict[str, str]:
    """Setting of a request to Amazon's Bedrock -> its name in a chat completion."""
    found: dict[str, str] = beside(__file__)["bedrock"]
    return found


def asks_openai(library: str) -> dict[str, list[str]]:
    """What *library* has that asks OpenAI by itself -> the arguments that tell it otherwise."""
    found: dict[str, list[str]] = beside(__file__)["asks_openai"][library]
    return found


def told_for_all(library: str) -> list[str]:
    """The words by which a program tells *library*, once for all of it, to ask another host."""
    found: list[str] = beside(__file__)["told_for_all"][library]
    return found


def typed_answers(library: str) -> dict[str, str]:
    """By the argument of an agent of *library* that names a class: what is sent for it."""
    found: dict[str, str] = beside(__file__)["typed_answers"].get(library, {})
    return found


def typed_by() -> dict[str, str]:
    """What is sent for a class in one of these instead."""
    found: dict[str, str] = beside(__file__)["typed_by"]
    return found


def typed_asks() -> dict[str, str]:
    """By the method of an object that asks it for an answer of a class: what is sent for it."""
    found: dict[str, str] = beside(__file__)["typed_asks"]
    return found
