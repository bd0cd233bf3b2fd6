"""What changed most is named, with and without assertions."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest

from prompt_tests.judging.causes import named
from prompt_tests.judging.confirm import SURE
from prompt_tests.judging.gate import decide
from prompt_tests.judging.judge import judge
from prompt_tests.reply import Case, Reply
from prompt_tests.rundir import Gate
from prompt_tests.statistics.rates import chance_lower
from tests.verdict.world import FAIL, PASS, case, says


def cases(broken: int, fine: int) -> list[Case]:
    """Answers in JSON; in *broken* of them the new model puts a fence around."""
    old = '{"label": "refund"}'
    new = [f"```json\n{old}\n```"] * broken + ['{"label": "billing"}'] * fine
    return [case(f"c{i}", old, answer, expect=()) for i, answer in enumerate(new)]


def test_a_format_break_of_five_per_cent_is_named_without_any_assertion() -> None:
    notes = decide(judge(cases(5, 95)), Gate()).notes
    assert notes[0] == (
        "The old answer was bare JSON, the new one is not: 5 of 100 cases (5 %) [json.broken]."
    )
    assert notes[1].startswith("Code fences appeared around the answer: 5 of 100 cases")


def test_a_format_break_of_three_per_cent_is_counted_and_not_named() -> None:
    verdict = decide(judge(cases(3, 97)), Gate())
    assert verdict.notes == ()
    assert [(cause.kind, cause.cases) for cause in verdict.causes[:2]] == [
        ("json.broken", 3),
        ("format.fence_added", 3),
    ]


def test_other_words_and_values_are_never_the_cause() -> None:
    causes = decide(judge(cases(1, 99)), Gate()).causes
    assert causes[0].kind == "json.broken"
    assert {cause.kind for cause in causes[-2:]} == {"json.value", "text"}
    assert not any("json.value" in sentence for sentence in named(causes))


def test_a_cause_says_where_and_how_many_of_its_cases_regressed() -> None:
    old, new = ('{"items": [{"n": 1}, {"n": 2}]}', '{"items": [{"n": 1}, {"n": "2"}]}')
    wrong = {"type": "json_path", "path": "$.items[1].n", "equals": 2}
    wronged = [case(f"c{i}", old, new, expect=[wrong]) for i in range(3)]
    (cause, *_) = decide(judge(wronged), Gate()).causes
    assert (cause.kind, cause.cases, cause.regressed) == ("json.type", 3, 3)
    assert cause.places == (("$.items[*].n", 3),)
    assert cause.examples == ("c0", "c1", "c2")


def again(old: list[str], new: list[str], first: tuple[str, str] = (PASS, FAIL)) -> Case:
    flipped = case("flip", *first)

    def more(reply: tuple[Reply, ...], texts: list[str]) -> tuple[Reply, ...]:
        return (*reply, *map(says, texts))

    return Case(flipped.recording, more(flipped.old, old), more(flipped.new, new))


def test_a_flip_that_stays_is_confirmed_and_one_that_comes_and_goes_is_flaky() -> None:
    (sure,) = decide(judge([again([PASS] * 3, [FAIL] * 3)]), Gate()).confirmations
    assert (sure.flip, sure.old, sure.new, sure.label) == ("negative", (3, 3), (0, 3), "confirmed")
    (odd,) = decide(judge([again([PASS, FAIL, PASS], [FAIL, PASS, FAIL])]), Gate()).confirmations
    assert odd.label == "flaky"
    (gone,) = decide(judge([again([PASS] * 3, [PASS] * 3)]), Gate()).confirmations
    assert gone.label == "flaky"
    (odder,) = decide(judge([again([PASS] * 4, [PASS] * 2)]), Gate()).confirmations
    assert odder.label == "flaky"  # the same rates, though more was drawn on one side


def test_flips_for_the_better_are_confirmed_too() -> None:
    (sure,) = decide(judge([again([FAIL] * 3, [PASS] * 3, (FAIL, PASS))]), Gate()).confirmations
    assert (sure.flip, sure.label) == ("positive", "confirmed")
    assert sure.chance == pytest.approx(1 - 1 / 70)


def test_one_re_draw_a_side_leaves_it_open() -> None:
    (found,) = decide(judge([again([PASS], [FAIL])]), Gate()).confirmations
    assert found.label == "open"


def test_a_side_that_cannot_be_asked_again_is_as_unknown_as_before() -> None:
    def label(new: list[str], first: tuple[str, str] = (PASS, FAIL)) -> str:
        (found,) = decide(judge([again([], new, first)]), Gate()).confirmations
        assert (found.old, found.new[1]) == ((0, 0), len(new))
        return found.label

    assert label([FAIL] * 8) == "confirmed"  # 9/10, were the old rate anything
    assert label([FAIL] * 7) == "open"
    assert label([PASS] * 3) == "flaky"
    assert label([FAIL, PASS, FAIL, FAIL]) == "flaky"
    assert label([PASS] * 9, (FAIL, PASS)) == "confirmed"
    (old,) = decide(judge([again([PASS] * 9, [])]), Gate()).confirmations
    assert (old.new, old.label) == ((0, 0), "confirmed")


def test_without_re_draws_there_is_nothing_to_confirm() -> None:
    assert decide(judge([again([], []), case("c", PASS, PASS)]), Gate()).confirmations == ()


def sure(draws: int, old: float, new: float) -> float:
    """How often a negative flip is confirmed when the sides pass at these rates; exact."""

    def chance(passes: int, rate: float) -> float:
        return comb(draws, passes) * rate**passes * (1 - rate) ** (draws - passes)

    return sum(
        chance(o, old) * chance(n, new)
        for o, n in product(range(draws + 1), repeat=2)
        if chance_lower(n, draws - n, o, draws - o) >= SURE
    )


def test_a_flip_by_chance_is_seldom_confirmed_and_a_real_one_mostly() -> None:
    rates = [place / 20 for place in range(21)]
    assert max(sure(draws, rate, rate) for draws in range(1, 8) for rate in rates) < 0.11
    assert max(sure(draws, rate, rate) for draws in range(8, 13) for rate in rates) < 0.14
    assert min(sure(draws, 0.95, 0.05) for draws in range(3, 13)) > 0.96
    assert [round(sure(draws, 0.95, 0.5), 2) for draws in (3, 5, 10)] == [0.45, 0.67, 0.88]
    assert sure(1, 1.0, 0.0) == 0


def test_the_notes_sum_up_what_came_of_asking_again_in_each_direction() -> None:
    lost = [again([PASS] * 3, [FAIL] * 3), again([PASS] * 3, [PASS] * 3), again([PASS], [FAIL])]
    won = [again([FAIL] * 3, [PASS] * 3, (FAIL, PASS))]
    assert [note for note in decide(judge([*lost, *won]), Gate()).notes if "again" in note] == [
        "Asked again, 3 negative flips: 1 confirmed, 1 flaky, 1 open. They are counted by their"
        " first answers.",
        "Asked again, 1 positive flip: 1 confirmed, 0 flaky, 0 open. They are counted by their"
        " first answers.",
    ]
    assert not any("again" in note for note in decide(judge([again([], [])]), Gate()).notes)


def test_confirmations_do_not_touch_the_count() -> None:
    flaky = [again([PASS, FAIL], [PASS, FAIL]) for _ in range(8)]
    assert decide(judge(flaky), Gate()).flips.negative_flips == 8
