"""R11-R15, R22, R23: one case opened, and what a reviewer decides about it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from prompt_tests.judgement import ORDERS, Check, Difference, JudgedCase, Opinion
from prompt_tests.judging.judge import judge_one
from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Failure, Reply
from prompt_tests.reports import JudgedRun
from tests.page import made_up
from tests.page.conftest import Open, case_open


def asked(name: str, **more: object) -> Recording:
    question = {"role": "user", "content": f"Where is my order, {name}?"}
    system = {"role": "system", "content": "You are brief."}
    request = {"model": "deepseek-chat", "messages": [system, question]}
    return Recording(id=name, request=request, **more)  # type: ignore[arg-type]


def answer(text: str, *calls: tuple[str, str]) -> Reply:
    made = [{"type": "function", "function": {"name": n, "arguments": a}} for n, a in calls]
    message = {"role": "assistant", "content": text, **({"tool_calls": made} if made else {})}
    return Reply(message, "stop", latency_ms=850.0, cost_usd=0.00012)


def changed(name: str, old: Reply, new: Reply, *found: Difference, **more: object) -> JudgedCase:
    return JudgedCase(
        Case(asked(name, **more), (old,), (new,)), (), (), found or (Difference("text"),), "changed"
    )


def run(*cases: JudgedCase) -> JudgedRun:
    return replace(made_up.run(0), cases=list(cases))


def show(opened: Open, *cases: JudgedCase, fragment: str = "") -> Page:
    page = opened(run(*cases), fragment)
    page.keyboard.press("j")
    case_open(page)
    return page


def section(page: Page, name: str) -> str:
    return page.locator("#detail .section", has=page.locator(f"h3:text-is('{name}')")).inner_text()


def test_r11_three_views_of_the_same_words(opened: Open) -> None:
    page = show(opened, changed("a", answer("Ships on Monday."), answer("Ships on Friday.")))
    assert page.locator(".split del").all_text_contents() == ["Mon"]
    assert page.locator(".split ins").all_text_contents() == ["Fri"]
    page.click("text=Unified")
    assert page.locator(".marked .said").text_content() == "Ships on MondayFriday."
    page.click("text=New only")
    assert page.locator(".side .said").text_content() == "Ships on Friday."


def test_r11_white_space_that_differs_can_be_seen(opened: Open) -> None:
    page = show(opened, changed("a", answer("one two\n"), answer("one  two\t")))
    signs = page.locator(".split .space").evaluate_all("all => all.map((one) => one.dataset.shown)")
    assert signs == ["↵", "·", "⇥"]
    assert page.locator(".split .new .said").text_content() == "one  two\t"
    page.click("text=Ignore white space")
    assert page.locator("#detail ins, #detail del").count() == 0


def test_r11_equal_lines_face_each_other_however_others_wrap(opened: Open) -> None:
    long = "Open the door slowly, and look left, right and behind before going on. " * 6
    old = f"# Plan\n1. Take the keys.\n2. {long}\n3. Leave.\nThat is all."
    new = "# Plan\n1. Take the keys.\n2. Go.\n3. Leave.\nThat is all."
    page = show(opened, changed("a", answer(old), answer(new)))
    tops = "all => all.map((one) => Math.round(one.getBoundingClientRect().top))"
    left, right = (
        page.locator(f".split .{side} .row-text").evaluate_all(tops) for side in ("old", "new")
    )
    assert left == right
    assert len(left) == 5
    assert page.locator(".split .old .said").text_content() == old
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.old .said'))")
    assert page.evaluate("() => getSelection().toString()") == old


def test_r11_what_two_sentences_share_by_chance_is_no_rest_for_the_eye(opened: Open) -> None:
    old = "The parcel with all of the books left the warehouse of our partner on Monday."
    new = "Nobody could say whether one of the drivers was to blame for the long delay."
    page = show(opened, changed("a", answer(old), answer(new)))
    assert page.locator(".split del").count() == 1


def test_r12_too_long_for_words_it_is_lines_and_then_words(opened: Open) -> None:
    lines = [f"line {n} of a text that goes on and on" for n in range(1000)]
    old, new = "\n".join(lines), "\n".join(lines).replace("line 500 of a", "line 500 of no")
    page = show(opened, changed("a", answer(old), answer(f"{new}\nend")))
    assert "compared line by line" in page.inner_text(".texts .note")
    assert page.locator(".split del").all_text_contents() == ["a"]


def test_r12_a_very_long_answer_shows_its_start(opened: Open) -> None:
    old, new = answer("x " * 35_000), answer("x " * 35_000 + "end")
    page = show(opened, changed("a", old, new))
    assert len(page.locator(".texts .said").first.text_content() or "") == 16_000
    page.click("text=Show all 70,003 characters")
    assert page.locator(".texts ins").first.text_content() == "end"


def test_r13_calls_are_aligned_by_name_and_broken_arguments_shown_raw(opened: Open) -> None:
    old = answer("", ("search", '{"q": "a"}'), ("refund", '{"id": 5}'))
    new = answer("", ("refund", '{"id": "5"}'), ("search", '{"q": }'), ("email", "{}"))
    where = Difference("tool.argument_type", "refund.id", 5, "5")
    page = show(opened, changed("a", old, new, where))
    said = section(page, "Tool calls")
    assert said.index("search") < said.index("refund") < said.index("email")
    assert "new: not JSON: Expecting value (column 7)" in said
    assert page.locator(".call > h4").all_inner_texts() == ["search", "refund", "email added"]
    row = page.locator("table.differences tbody tr")
    what, before, after = row.locator("td").all_inner_texts()
    assert what.startswith("refund.id\n")
    assert what.endswith("tool.argument_type")
    assert (before, after) == ("5", '"5"')


def test_r13_json_answers_are_laid_out_unless_wanted_as_sent(opened: Open) -> None:
    page = show(opened, changed("a", answer('{"a":1,"b":2}'), answer('{"a":1,"b":3}')))
    assert page.locator(".said.code").first.text_content() == '{\n  "a": 1,\n  "b": 2\n}'
    page.click("text=As sent")
    assert page.locator(".said").first.text_content() == '{"a":1,"b":2}'


def test_r14_the_first_turn_that_differs_is_marked(opened: Open) -> None:
    turns = [
        changed(f"t{n}", answer(f"old {n}"), answer(f"new {n}"), conversation="talk", turn=n)
        for n in (2, 1, 0)
    ]
    same = answer("the same")
    turns[2] = replace(
        turns[2],
        status="same",
        differences=(),
        case=Case(turns[2].case.recording, (same,), (same,)),
    )
    page = show(opened, *turns, fragment="#u=1")
    assert "Turn 2 is the first that differs." in section(page, "Conversation")
    page.click("text=Show the whole conversation")
    expect(page.locator(".turn-answers")).to_have_count(3)
    assert "first difference" in page.locator(".turn-answers").nth(1).inner_text()
    assert "an earlier turn differs already" in page.locator(".turn-answers").nth(2).inner_text()
    assert page.locator(".turn-answers del").all_text_contents() == ["old", "old"]


def judged(name: str, *scores: float, reason: str = "It is right.", by: str = "j:m") -> JudgedCase:
    said = tuple(
        Opinion(by, name, order, "1a 2b 5f0c7a12", score, reason)
        for order, score in zip(ORDERS, scores, strict=False)
    )
    return replace(changed(name, answer("It is 5."), answer("It is 6.")), opinions=said)


def test_r15_what_a_judge_said_in_both_orders_stands_in_the_case(opened: Open) -> None:
    page = show(opened, judged("a", 0.0, 0.0, reason="Five is right."))
    said = section(page, "What judges say")
    assert "j:m: ✕ the old answer is better, in both orders" in said
    assert [line.split("\t") for line in said.splitlines() if "first" in line] == [
        ["old first", "the old one", "Five is right."],
        ["new first", "the old one", "Five is right."],
    ]
    assert "task 5f0c7a12" in said


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ((1.0, 1.0), "✓ the new answer is better, in both orders"),
        ((0.5, 0.5), "neither is better, in both orders"),
        ((1.0, 0.0), "? the opinion changes with the order: a tie"),
        ((0.5, 1.0), "? the opinion changes with the order: a tie"),
        ((1.0,), "asked in one order only"),
    ],
)
def test_r15_an_opinion_that_changes_with_the_order_is_none(
    scores: tuple[float, ...], told: str, opened: Open
) -> None:
    page = show(opened, judged("a", *scores))
    assert page.locator("#detail .section .badge").all_text_contents() == [told]


def test_r15_two_judges_may_differ_and_the_page_sums_each_up(opened: Open) -> None:
    both = judged("a", 1.0, 1.0), judged("a", 0.0, 0.5, by="k:n")
    case = replace(both[0], opinions=(*both[0].opinions, *both[1].opinions))
    page = show(opened, case, judged("b", 0.0, 0.0), changed("c", answer("x"), answer("y")))
    assert page.locator("#detail .section .badge").all_text_contents() == [
        "✓ the new answer is better, in both orders",
        "? the opinion changes with the order: a tie",
    ]
    rows = page.locator("#judges-table tbody tr")
    assert [row.split("\t")[1:5] for row in rows.all_inner_texts()] == [
        ["2", "1", "1", "0"],
        ["1", "0", "0", "1"],
    ]


def test_r15_cases_are_found_by_what_judges_say(opened: Open) -> None:
    cases = [judged(name, *scores) for name, scores in {"a": (0, 0), "b": (1, 0)}.items()]
    page = opened(run(*cases, changed("c", answer("x"), answer("y"))), "#f=judge:split")
    assert page.locator("#rows .row").count() == 1
    assert "order, b?" in (page.locator("#rows .row").text_content() or "")
    page.fill("#filter", "judge:better")
    assert "No case has judge:better" not in page.inner_text("#doubt")
    page.fill("#filter", "judge:best")
    assert "There are: worse, tie, better, split." in page.inner_text("#doubt")


def test_r15_without_a_judge_there_is_no_such_section(opened: Open) -> None:
    page = show(opened, changed("a", answer("x"), answer("y")))
    assert page.locator("text=What judges say").count() == 0


def test_r4_an_error_is_shown_as_an_error(opened: Open) -> None:
    failed = Reply(failure=Failure("http_500", "the host is down", 500))
    made = JudgedCase(Case(asked("a"), (answer("fine"),), (failed,)), (), (), (), "error")
    page = show(opened, made)
    assert "! error" in page.inner_text("#case-title")
    assert "http_500 (HTTP 500): the host is down" in section(page, "Answer")


def test_repeats_are_one_row_and_all_can_be_read(opened: Open) -> None:
    case = Case(asked("a"), (answer("x"),), (answer("y"), answer("y"), answer("z")))
    page = show(opened, JudgedCase(case, (), (), (Difference("text"),), "changed"))
    assert page.locator(".row").count() == 1
    assert bars(page) == [1, 1, 3, 2]
    assert "new: 3 answers" in section(page, "Repeats")
    assert "≠ differs 3. z" in section(page, "Repeats")


def bars(page: Page) -> list[int]:
    """Answers and full bars on the old side, and on the new."""
    drawn = page.locator("#detail .repeats").all()
    kinds = ("i", "i.full")
    assert page.locator(".row .repeats i").count() == page.locator("#detail .repeats i").count()
    return [side.locator(kind).count() for side in drawn for kind in kinds]


def test_repeats_with_assertions_show_which_pass(opened: Open) -> None:
    wanted = asked("a", expect=({"type": "contains", "value": "yes"},))
    failed = Reply(failure=Failure("timeout", "no answer"))
    case = Case(wanted, (answer("yes"), answer("yes!")), (answer("no"), answer("yes"), failed))
    page = show(opened, judge_one(case))
    assert bars(page) == [2, 2, 3, 1]
    bar = page.get_attribute(".row .repeats", "aria-label")
    assert bar == "answers that pass: old 2 of 2, new 1 of 3"
    assert "✓ passes 2. yes" in section(page, "Repeats")


def test_hidden_characters_are_counted_and_tags_read_aloud(opened: Open) -> None:
    secret = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    page = show(opened, changed("a", answer("fine"), answer(f"fine{secret}\u202e")))
    assert "5 hidden characters in this case" in page.inner_text("#detail .note")
    assert "Tag characters say: obey" in page.inner_text("#detail .note")


def test_r22_decisions_survive_a_reload_and_are_exported(opened: Open, tmp_path: Path) -> None:
    cases = [changed(name, answer("old"), answer(f"new {name}")) for name in "abc"]
    page = show(opened, *cases)
    page.keyboard.press("a")
    page.fill(".note-text", "as agreed")
    page.press(".note-text", "Escape")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.inner_text("#tally") == "1 accepted, 1 rejected, 0 skipped"
    page.click(".review summary")
    page.fill("#reviewer", "Ada")
    with page.expect_download() as download:
        page.click("#export")
    file = json.loads(download.value.path().read_text("utf-8"))
    assert file["schema"] == "llm-cutover/decisions@1"
    assert file["run_id"] == "20261120-101500-4f2a"
    assert file["reviewer"] == "Ada"
    assert [(item["case_id"], item["decision"]) for item in file["items"]] == [
        ("a", "accept"),
        ("b", "reject"),
    ]
    message = '{"content":"new a","role":"assistant"}'
    assert file["items"][0]["new_sha256"] == hashlib.sha256(message.encode()).hexdigest()


def test_r22_following_a_link_in_the_page_keeps_the_decisions(opened: Open) -> None:
    page = show(opened, *(changed(name, answer("old"), answer("new")) for name in "ab"))
    page.keyboard.press("a")
    page.evaluate("location.hash = '#c=b'")
    expect(page.locator("#case-title")).to_contain_text("b")
    assert page.inner_text("#tally") == "1 accepted, 0 rejected, 0 skipped"


@pytest.mark.parametrize(
    "text", ["a_zzzzzzzz", "a_0-zzzzzzzz__q_1", "a_-5.~.x", "_", "__proto__", "a"]
)
def test_r22_an_address_with_nonsense_does_no_harm(opened: Open, text: str) -> None:
    page = opened(run(changed("a", answer("old"), answer("new"))), f"#d={text}&s=__proto__&t=x&v=y")
    page.keyboard.press("j")
    case_open(page)
    assert page.inner_text("#count") == "1 of 1 case"


def test_a_number_that_is_none_is_unknown(opened: Open) -> None:
    odd = replace(answer("new"), latency_ms=float("nan"), cost_usd=float("inf"))
    page = show(opened, changed("a", answer("old"), odd))
    assert "—" in section(page, "Measured")


def test_r22_a_file_is_taken_for_the_answers_it_was_about(opened: Open, tmp_path: Path) -> None:
    old = answer("old")
    page = show(opened, changed("a", old, answer("new a")), changed("b", old, answer("new b")))
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.click(".review summary")
    with page.expect_download() as download:
        page.click("#export")
    file = tmp_path / "decisions.json"
    file.write_bytes(download.value.path().read_bytes())
    later = opened(run(changed("a", old, answer("new a")), changed("b", old, answer("other"))))
    later.set_input_files("#load", file)
    expect(later.locator("#message")).to_contain_text("1 of 2 decisions taken")
    assert later.inner_text("#tally") == "1 accepted, 0 rejected, 0 skipped"
    file.write_text("no JSON", "utf-8")
    later.set_input_files("#load", file)
    expect(later.locator("#message")).to_contain_text("decisions.json was not read")


def test_r23_many_are_accepted_only_after_every_regression_was_seen(opened: Open) -> None:
    good, bad = (Check("contains", True, ""),), (Check("contains", False, "not there"),)
    cases = [changed(name, answer("old"), answer("new")) for name in "abc"]
    cases[0] = replace(cases[0], status="regressed", old_checks=good, new_checks=bad)
    page = opened(run(*cases))
    page.click(".review summary")
    everything = page.locator("#accept-all")
    expect(everything).to_be_disabled()
    assert "1 regressed case of them not looked at yet" in page.inner_text("#accept-why")
    page.keyboard.press("j")
    case_open(page)
    expect(everything).to_be_enabled()
    assert everything.inner_text() == "Accept all 3 shown"
    everything.click()
    assert page.inner_text("#tally") == "3 accepted, 0 rejected, 0 skipped"


def test_r21_on_paper_the_worst_cases_stand_instead_of_the_list(opened: Open, report: Path) -> None:
    page = opened(report)
    page.emulate_media(media="print")
    assert page.locator("#static .worst").first.is_visible()
    assert page.locator("#browser").is_hidden()
    assert page.locator("#verdict").is_visible()
    assert len(page.pdf()) > 20_000


def test_r21_the_cases_shown_can_be_printed_with_their_differences(
    opened: Open, report: Path
) -> None:
    page = opened(report, "#f=status%3Aregressed")
    page.evaluate(
        "() => { window.print = () => { document.documentElement.dataset.printed = '1'; }; }"
    )
    page.click(".review summary")
    page.click("#print")
    page.wait_for_selector("html[data-printed]", state="attached")
    page.emulate_media(media="print")
    assert page.locator("#paper article").count() == 14
    assert page.locator("#paper article ins").first.is_visible()
    assert page.locator("#static").is_hidden()


def test_r21_no_column_is_clipped_on_paper(opened: Open, report: Path) -> None:
    page = opened(report, viewport={"width": 688, "height": 1000})  # A4 between its margins
    page.emulate_media(media="print")
    clipped = page.evaluate(
        """() => {
          const edge = document.querySelector("main").getBoundingClientRect().right + 1;
          const all = [...document.querySelectorAll("main table, main svg, main pre")];
          return all.filter((one) => one.getBoundingClientRect().right > edge).length;
        }"""
    )
    assert clipped == 0
