"""Latency that this machine itself caused decides nothing: neither GO nor NO-GO."""

from __future__ import annotations

import pytest

from prompt_tests.judging.gate import decide
from prompt_tests.judging.judge import judge
from prompt_tests.reply import Case, Reply
from prompt_tests.rundir import Gate
from tests.verdict.world import EXPECT, case, says

MINE = ("client_bound",)
QUICK = ({"type": "max_latency", "value": 100},)


def answered(ms: float, *, waited: bool = False) -> Reply:
    return says("right", latency_ms=ms, flags=MINE if waited else ())


def cases(waited: int, new_ms: float, expect: tuple[dict[str, object], ...] = EXPECT) -> list[Case]:
    """200 cases, in *waited* of which the new answer came late because of us."""
    return [
        case(f"c{i}", answered(50), answered(new_ms, waited=i < waited), expect=expect)
        for i in range(200)
    ]


@pytest.mark.parametrize(
    ("waited", "new_ms", "outcome"),
    [
        (0, 90, "GO"),
        (0, 500, "NO-GO"),
        (20, 90, "GO"),  # 5 % of all 400 answers: still borne
        (21, 90, "UNDECIDED"),
        (200, 500, "UNDECIDED"),
    ],
)
def test_a_latency_limit_is_open_when_answers_waited_for_us(
    waited: int, new_ms: float, outcome: str
) -> None:
    verdict = decide(judge(cases(waited, new_ms)), Gate(max_latency_ratio=2.0))
    assert verdict.outcome == outcome
    assert any("client-bound" in note for note in verdict.notes) == (waited > 20)


def test_without_a_limit_it_is_only_said() -> None:
    verdict = decide(judge(cases(200, 500)), Gate())
    assert verdict.outcome == "GO"
    assert any("client-bound" in note for note in verdict.notes)


@pytest.mark.parametrize(
    ("waited", "new_ms", "outcome"),
    [
        (0, 90, "GO"),
        (0, 500, "NO-GO"),
        (200, 500, "UNDECIDED"),
        (200, 90, "GO"),  # waiting only adds: what is quick enough all the same is quick enough
    ],
)
def test_a_latency_assertion_that_fails_because_of_us_shows_nothing(
    waited: int, new_ms: float, outcome: str
) -> None:
    verdict = decide(judge(cases(waited, new_ms, QUICK)), Gate())
    assert verdict.outcome == outcome
