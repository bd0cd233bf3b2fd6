"""The noise floor: what the old model would also have changed, and what goes beyond."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from prompt_tests.judging.gate import decide
from prompt_tests.judging.judge import judge
from prompt_tests.judging.noise import FLIPS
from prompt_tests.reply import Case, Reply
from prompt_tests.rundir import Gate
from prompt_tests.verdict import Noise, NoiseRow
from tests.verdict.rundirs import response
from tests.verdict.world import FAIL, PASS, case, fails, recording, says


def fenced(text: str) -> str:
    return f"```\n{text}\n```"


def triads(many: int, new: int, old: int, **fields: Any) -> list[Case]:
    """Cases in which a fence appears in *new* new answers and *old* re-runs of the old model."""
    return [
        Case(
            recording(f"c{i}", **fields),
            (says("x"), says(fenced("x") if i < old else "x")),
            (says(fenced("x") if i < new else "x"),),
        )
        for i in range(many)
    ]


def noise(cases: list[Case]) -> Noise:
    found = decide(judge(cases), Gate()).noise
    assert found is not None
    return found


def row(cases: list[Case], what: str) -> NoiseRow:
    return next(row for row in noise(cases).rows if row.what == what)


def test_a_change_that_the_old_model_never_makes_stands_above() -> None:
    found = row(triads(50, new=20, old=0), "format.fence_added")
    assert (found.other, found.own, found.above) == (20, 0.0, True)
    assert found.p == pytest.approx(0.5**20)


def test_a_change_that_the_old_model_makes_as_often_stands_within() -> None:
    cases = triads(50, new=20, old=0)
    for i in range(20, 40):
        cases[i] = replace(cases[i], old=(says("x"), says(fenced("x"))))
    found = row(cases, "format.fence_added")
    assert (found.other, found.own, found.above) == (20, 20.0, False)
    assert found.p > 0.5


def test_three_against_one_is_no_evidence() -> None:
    cases = triads(100, new=3, old=0)
    cases[50] = replace(cases[50], old=(says("x"), says(fenced("x"))))
    found = row(cases, "format.fence_added")
    assert (found.p, found.above) == (pytest.approx(5 / 16), False)


def test_turns_of_one_conversation_count_as_one() -> None:
    alone, together = triads(12, 12, 0), triads(12, 12, 0, conversation="one")
    assert row(alone, "format.fence_added").p == pytest.approx(0.5**12)
    assert row(together, "format.fence_added").p == 0.5
    assert (noise(alone).clusters, noise(together).clusters) == (12, 1)


def test_it_says_where_the_floor_comes_from() -> None:
    again = triads(5, 0, 0)
    assert noise(again).source == "old"
    repeats = [
        Case(replace(c.recording, repeats=(response("x"),)), c.old[:1], c.new) for c in again
    ]
    assert noise(repeats).source == "repeats"
    twice = [Case(c.recording, c.old[:1], (*c.new, says("x"))) for c in again]
    assert noise(twice).source == "new"
    assert decide(judge([Case(c.recording, c.old[:1], c.new) for c in again]), Gate()).noise is None


def test_recorded_repeats_are_not_called_a_re_run() -> None:
    repeat = replace(says("x"), flags=("recorded",))
    asked = recording(repeats=(response("x"),))
    assert noise([Case(asked, (says("x"), repeat), (says("x"),))]).source == "repeats"


def test_the_new_model_against_itself_keeps_the_direction_of_a_change() -> None:
    cases = [
        Case(recording(f"c{i}"), (says("x"),), (says(fenced("x")), says(fenced("x"))))
        for i in range(12)
    ]
    found = row(cases, "format.fence_added")
    assert (found.other, found.own, found.above) == (12, 0.0, True)


def test_negative_flips_are_measured_against_flips_of_the_old_model_and_stand_first() -> None:
    lost = [case(f"l{i}", PASS, FAIL) for i in range(10)]
    cases = [Case(c.recording, (*c.old, says(PASS)), c.new) for c in lost]
    first = noise(cases).rows[0]
    assert (first.what, first.other, first.own, first.above) == (FLIPS, 10, 0.0, True)


def test_latency_and_length_are_compared_by_their_distance() -> None:
    slow = [
        Case(
            recording(f"c{i}"),
            (says("x", latency_ms=100.0), says("x", latency_ms=101.0)),
            (says("x", latency_ms=300.0),),
        )
        for i in range(20)
    ]
    assert row(slow, "latency").above
    assert not row(slow, "words").above


def test_latency_that_waited_for_us_is_no_difference_of_the_models() -> None:
    waited = [
        Case(
            recording(f"c{i}"),
            (says("x", latency_ms=100.0), says("x", latency_ms=101.0)),
            (says("x", latency_ms=300.0, flags=("client_bound",)),),
        )
        for i in range(20)
    ]
    assert [found.what for found in noise(waited).rows] == ["words"]


def test_errors_among_the_draws_are_left_out() -> None:
    cases = [Case(c.recording, (*c.old, fails()), c.new) for c in triads(10, 5, 0)]
    assert noise(cases).cases == 10
    assert (
        decide(judge([Case(c.recording, (c.old[0], fails()), c.new) for c in cases]), Gate()).noise
        is None
    )


def test_keys_that_a_model_makes_up_do_not_flood_the_table() -> None:
    made_up = [
        Case(
            recording(f"c{i}"),
            (says("{}"), says("{}")),
            (says(json.dumps({f"k{i}-{j}": 1 for j in range(100)} | {"same": i})),),
        )
        for i in range(30)
    ]
    rows = noise(made_up).rows
    assert len(rows) < 10
    assert any(found.what == "json.extra $.same" and found.above for found in rows)


def test_the_floor_never_decides() -> None:
    cases = triads(50, 50, 0)
    assert decide(judge(cases), Gate()).outcome == "UNDECIDED"


def draw(chance: random.Random, habit: float) -> Reply:
    return says(fenced("x") if chance.random() < habit else "x")


def a_model_twice(seed: int, many: int, draws: int, turns: int) -> list[Case]:
    """Cases with habits of their own; both sides are the same model."""
    chance, cases = random.Random(seed), []
    for i in range(many):
        habit = chance.betavariate(0.4, 3.6)
        old = tuple(draw(chance, habit) for _ in range(1 + draws))
        conversation = f"v{i // turns}" if turns > 1 else None
        asked = recording(f"c{i}", conversation=conversation)
        cases.append(Case(asked, old, (draw(chance, habit),)))
    return cases


def alarms(runs: int, *shape: int) -> float:
    """How often a model is told from itself."""
    found = (row(a_model_twice(seed, *shape), "format.fence_added") for seed in range(runs))
    return sum(one.p <= 0.05 for one in found) / runs


@pytest.mark.slow
@pytest.mark.parametrize(("draws", "turns"), [(1, 1), (3, 1), (1, 5)])
def test_a_model_is_rarely_told_from_itself(draws: int, turns: int) -> None:
    assert alarms(400, 100, draws, turns) <= 0.06
