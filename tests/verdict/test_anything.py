"""Any JSON, any text: no comparison fails, and only what is the same is called the same."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from prompt_tests.answers.contract import breaks
from prompt_tests.answers.fences import blocks, outside, unfenced, wholly_fenced
from prompt_tests.answers.jsondiff import differences
from prompt_tests.answers.jsontext import parse, same
from prompt_tests.answers.reasons import REASONS
from prompt_tests.answers.traits import refused
from prompt_tests.comparisons import compare
from tests.verdict.world import recording, says

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(max_size=5)
KEYS = st.text(max_size=3)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
SMALL = st.recursive(
    st.sampled_from([0, 1, True, None, "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=6,
)
PIECES = ["```", "~~~", "````", "```json", "\n", " ", "x", "{}", "[1]", "<think>", "I can't help"]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@settings(max_examples=200, deadline=None)
@given(VALUES | SMALL, VALUES | SMALL)
def test_there_is_a_change_exactly_when_the_values_differ(old: Any, new: Any) -> None:
    assert bool(differences(old, new)) == (not same(old, new))
    assert differences(old, old) == []


@settings(max_examples=200, deadline=None)
@given(SMALL, SMALL)
def test_changes_seen_from_the_other_side_are_as_many_places(old: Any, new: Any) -> None:
    assert bool(differences(old, new)) == bool(differences(new, old))


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_json_that_was_written_is_read_as_it_was(value: Any) -> None:
    for text in (json.dumps(value), f"```json\n{json.dumps(value)}\n```"):
        parsed = parse(text, fenced=True)
        assert parsed.ok
        assert same(parsed.value, value)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared(old: str, new: str) -> None:
    found = compare(recording(), says(old), says(new))
    assert {difference.kind for difference in found} <= REASONS.keys()
    assert bool(found) == (old != new)
    list(breaks(recording(), says(old), says(new)))
    assert compare(recording(), says(old), says(old)) == ()
    assert list(breaks(recording(), says(old), says(old))) == []


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_can_be_taken_apart(text: str) -> None:
    found = blocks(text)
    lines = text.split("\n")
    assert all(0 <= block.start < block.end <= len(lines) for block in found)
    assert len(outside(text)) <= len(text)
    assert len(unfenced(text)) <= len(text)
    assert not wholly_fenced(text) or found
    refused(says(text))


ARGUMENTS = st.text(max_size=12) | VALUES.map(json.dumps)
CALLS = st.lists(st.tuples(st.sampled_from(["pay", "look", ""]), ARGUMENTS), max_size=4)


@settings(max_examples=150, deadline=None)
@given(CALLS, CALLS)
def test_any_tool_calls_can_be_compared(old: Any, new: Any) -> None:
    found = compare(recording(), says(calls=old), says(calls=new))
    assert {difference.kind for difference in found} <= REASONS.keys()
    unsound = {"tool.invalid_json", "tool.invented"}
    again = compare(recording(), says(calls=old), says(calls=old))
    assert {difference.kind for difference in again} <= unsound
