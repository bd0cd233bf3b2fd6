"""Strangers' JSON taken as it should be: what is of another shape counts as nothing."""

from __future__ import annotations

from collections.abc import Mapping

from prompt_tests.recording import Json


def fields(value: Json) -> Mapping[str, Json]:
    """*value* if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """*value* if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def objects(value: Json) -> list[Mapping[str, Json]]:
    """The objects in *value* if it is a list, else none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
