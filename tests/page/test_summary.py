"""The static part's sums and words: groups, quantities, the worst first, figures."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from prompt_tests.judgement import Difference, JudgedCase
from prompt_tests.page.excerpts import parting, shared_start
from prompt_tests.page.figures import Figures
from prompt_tests.page.groups import Groups
from prompt_tests.page.summary import Worst
from prompt_tests.page.wording import change, interval, money, quantity, seconds
from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Reply
from prompt_tests.verdict import Metric
from tests.page import made_up


def changed(old: str, new: str, *found: Difference) -> JudgedCase:
    recording = Recording("a", {"model": "m", "messages": []})
    replies = (Reply({"content": old}),), (Reply({"content": new}),)
    return JudgedCase(Case(recording, *replies), (), (), found or (Difference("text"),), "changed")


LONG = "The parcel left our warehouse in Leipzig this morning and will be with you soon. " * 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("paid 2024-01-02", "paid 2024-01-03"), ("paid 2025-11-12", "paid 2025-12-11")),
        ((LONG, LONG + "Please note: no advice."), ("Hello.", "Hello. Please note: no advice.")),
        (('{"a": 1}', '{"a":1}'), ('{"b": [2, 3]}', '{"b":[2,3]}')),
        (("yes " + LONG, "no " + LONG), ("yes indeed", "no indeed")),
    ],
    ids=["a date", "an added disclaimer", "white space", "one word"],
)
def test_r10_the_same_change_is_one_group(one: tuple[str, str], other: tuple[str, str]) -> None:
    groups = Groups()
    assert groups.add(changed(*one)) == groups.add(changed(*other)) == 0
    assert groups.largest(9)[0].size == 2


def test_r10_another_change_is_another_group() -> None:
    groups = Groups()
    numbers = [
        groups.add(changed("yes", "no")),
        groups.add(changed("yes", "never")),
        groups.add(changed("yes", "no", Difference("text"), Difference("refusal.new"))),
        groups.add(changed("yes", "no", Difference("json.value", "$.items[3].id", 1, 2))),
        groups.add(changed("yes", "no", Difference("json.value", "$.items[8].id", 1, 2))),
        groups.add(replace(changed("yes", "yes"), status="same")),
    ]
    assert numbers == [0, 1, 2, 3, 3, -1]
    assert [group.places for group in groups.largest(9)] == [("$.items[*].id",)]


@pytest.mark.parametrize(
    ("usd", "shown"),
    [
        (0, "$0.00"),
        (12.345, "$12.35"),
        (0.5, "$0.50"),
        (0.00021, "$0.00021"),
        (3e-7, "$0.00000030"),
    ],
)
def test_money_never_needs_an_exponent(usd: float, shown: str) -> None:
    assert money(usd) == shown


def test_every_quantity_has_its_unit() -> None:
    assert seconds(850) == "850 ms"
    assert seconds(1234) == "1.23 s"
    assert quantity(None, "ms") == "—"
    assert quantity(0.973, "share of cases") == "97.3 %"
    assert quantity(1234.5, "per case") == "1,234"


def test_r2_changes_are_signed_and_relative() -> None:
    cost = Metric("cost", "USD per case", 0.002, 0.003, (0.0005, 0.0015), 9)
    assert (change(cost), interval(cost)) == ("+$0.0010 (+50.0 %)", "+$0.00050 to +$0.0015")
    share = Metric("refusals", "share of cases", 0.04, 0.01, (-0.05, -0.01), 9)
    assert (change(share), interval(share)) == ("−3.0 points", "−5.0 to −1.0 points")
    assert change(Metric("words", "per case", 5.0, 5.0)) == "0"
    assert change(Metric("words", "per case", None, 5.0)) == "—"
    assert change(Metric("words", "per case", 0.0, 5.0)) == "+5"


def test_excerpts_begin_where_the_answers_part() -> None:
    old, new = LONG + "The end is near.", LONG + "The end is far."
    shown = parting(old, new)
    assert all(text.startswith("…") and len(text) <= 161 for text in shown)
    assert "near." in shown[0]
    assert "far." in shown[1]
    assert parting("", "x") == ("", "x")


def test_the_shared_start_is_found_for_any_texts() -> None:
    rng = random.Random(3)
    for _ in range(300):
        old, new = ("".join(rng.choices("ab", k=rng.randint(0, 12))) for _ in range(2))
        place = shared_start(old, new)
        assert old[:place] == new[:place]
        assert old[place : place + 1] != new[place : place + 1] or place == len(old) == len(new)


def test_r3_the_worst_are_kept_in_the_order_of_the_list() -> None:
    cases = [judged for judged in made_up.Cases(3000) if judged.status == "regressed"]
    worst = Worst(limit=10)
    for judged in cases:
        worst.add(judged)
    listed = worst.listed()
    assert worst.seen == len(cases) > 100
    assert len(listed) == 10
    assert [found.protected for found in listed] == sorted(
        (found.protected for found in listed), reverse=True
    )


def test_r16_figures_are_few_small_and_tell_the_same_as_their_table() -> None:
    figures = Figures()
    for judged in made_up.Cases(2000):
        figures.add(judged)
    plots = figures.drawn(made_up.verdict())
    assert [plot.name for plot in plots] == ["flips", "scores", "lengths", "latency", "cost"]
    assert all(sum(len(str(mark)) for mark in plot.marks) < 20_000 for plot in plots)
    scores = {row[0]: row[1] for row in plots[1].rows}
    regressed = sum(judged.status == "regressed" for judged in made_up.Cases(2000))
    assert scores["−100 %"] == str(regressed)


def test_r16_nothing_to_show_is_no_figure() -> None:
    figures = Figures()
    for judged in made_up.Cases(0):
        figures.add(judged)
    assert figures.drawn(replace(made_up.verdict(), by_tag={})) == []
