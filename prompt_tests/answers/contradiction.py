"""Assertions that no answer can hold together: with them both sides fail, and nothing flips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from prompt_tests.answers.jsontext import same
from prompt_tests.answers.textnumbers import near
from prompt_tests.recording import Json

Spec = Mapping[str, Json]


def contradiction(specs: Sequence[Spec]) -> str:
    """Why two of *specs* (each well-formed by itself) exclude each other; empty when none do."""
    numbered = enumerate(specs, 1)
    for (i, one), (j, other) in combinations(numbered, 2):
        if one.get("type") == other.get("type") and _exclude(one, other):
            return f"assertions {i} and {j} ({one['type']}) contradict: no answer holds both"
    return ""


def _exclude(one: Spec, other: Spec) -> bool:
    slack = one.get("tolerance", 0) + other.get("tolerance", 0)
    match one["type"]:
        case "equals":
            return bool(one["value"].split() != other["value"].split())
        case "number":
            return not near(one["value"], other["value"], slack)
        case "json_path" if one["path"] == other["path"]:
            a, b = one["equals"], other["equals"]
            return not (near(a, b, slack) if _numbers(a, b) else same(a, b))
    return False


def _numbers(*values: Json) -> bool:
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
