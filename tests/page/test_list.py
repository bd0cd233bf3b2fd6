"""R6-R10, R17, R19: the list, its filter, groups, order, keyboard, and what the address keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.page import made_up
from tests.page.conftest import Open, case_open, write

REGRESSED = 14
FILTERS = {
    "status:regressed": 14,
    "!status:regressed status:changed": 121,
    "case-00017": 1,
    "CASE-00017": 1,
    '"case-0001"': 6,
    "reason:format.fence_added": 23,
    "reason:format": 23,
    "tool:search": 42,
    "tool:SEARCH !tag:orders": 28,
    "tag:orders tag:billing": 0,
    "status:nothing": 0,
    "latency:>2x latency:<4x": 31,
    "cost:>20%": 61,
    "cost:>20": 0,
    "cost:dear": 0,
    "length:>=1x": 75,
    "is:protected": 4,
    "is:flaky": 1,
    "is:confirmed tag:refunds": 1,
    "is:open": 139,
    "is:accepted": 0,
    "https://nowhere": 0,
    '"unclosed': 0,
    "!": 139,
    "status:": 139,
    ":": 0,
    "__proto__:x": 0,
}


def test_r8_the_filter_language(opened: Open, report: Path) -> None:
    page = opened(report)
    found = {}
    for text in FILTERS:
        page.fill("#filter", text)
        found[text] = page.inner_text("#count")
    assert found == {text: f"{cases} of 300 cases" for text, cases in FILTERS.items()}


def test_r8_enter_looks_into_the_texts_of_all_cases(opened: Open, tmp_path: Path) -> None:
    page = opened(made_up.run(300))
    page.fill("#filter", '"are a support agent"')
    assert page.inner_text("#count") == "0 of 300 cases"
    page.press("#filter", "Enter")
    expect(page.locator("#count")).to_have_text("139 of 300 cases")


def test_r9_filter_order_and_view_are_in_the_address(opened: Open, report: Path) -> None:
    page = opened(report, "#f=status%3Aregressed&s=id&u=1&v=unified")
    assert page.inner_text("#count") == "14 of 300 cases"
    assert page.input_value("#filter") == "status:regressed"
    assert page.locator(".row .id").all_inner_texts() == sorted(
        page.locator(".row .id").all_inner_texts()
    )
    page.fill("#filter", "status:fixed")
    assert "f=status%3Afixed" in page.evaluate("location.hash")


def test_r6_the_worst_stand_first(opened: Open, report: Path) -> None:
    page = opened(report)
    said = page.locator(".row .line:first-child .badge:first-child").all_text_contents()
    statuses = [text.split()[1] for text in said]
    assert statuses[:REGRESSED] == ["regressed"] * REGRESSED
    assert statuses == sorted(statuses, key=["regressed", "fixed", "changed"].index)


def test_r10_like_changes_fold_and_are_decided_together(opened: Open, report: Path) -> None:
    page = opened(report)
    page.click("#fold")
    assert page.inner_text("#count") == "6 kinds of change in 139 cases"
    page.keyboard.press("j")
    case_open(page)
    many = int(page.locator(".row.current .facts-line .badge").first.inner_text().split()[1])
    page.keyboard.press("a")
    assert page.locator("#tally").inner_text() == f"{many} accepted, 0 rejected, 0 skipped"
    page.click("#fold")
    page.fill("#filter", "is:accepted")
    assert page.inner_text("#count") == f"{many} of 300 cases"


def test_a_row_of_the_tables_leads_to_its_cases(opened: Open, report: Path) -> None:
    page = opened(report)
    page.locator("#causes-table button").first.click()
    assert page.input_value("#filter") == "reason:format.fence_added"
    assert page.inner_text("#count") == "23 of 300 cases"


def test_the_verdict_leads_to_the_worst_case(opened: Open, report: Path) -> None:
    page = opened(report)
    page.click("text=Look at 14 regressed cases")
    case_open(page)
    assert page.inner_text("#count") == "14 of 300 cases"
    assert page.locator(".row").first.get_attribute("aria-selected") == "true"


def test_the_verdict_names_the_worst_cases_and_opens_them(opened: Open, report: Path) -> None:
    page = opened(report)
    worst = page.locator("#look .first button")
    ids = worst.all_text_contents()
    assert len(ids) == 3
    worst.nth(1).click()
    case_open(page)
    assert page.inner_text("#count") == "14 of 300 cases"
    assert ids[1] in page.inner_text("#case-title")
    assert [row.get_attribute("aria-selected") for row in page.locator(".row").all()[:3]] == [
        "false",
        "true",
        "false",
    ]


def test_a_case_that_a_key_opens_is_brought_into_sight(opened: Open, report: Path) -> None:
    page = opened(report)
    page.keyboard.press("j")
    case_open(page)
    top = page.locator("#detail").bounding_box()
    assert top is not None
    assert 0 <= top["y"] <= 0.4 * page.evaluate("innerHeight")


def test_the_contents_lead_to_their_parts_and_keep_the_filter(opened: Open, report: Path) -> None:
    page = opened(report, "#f=status%3Aregressed")
    page.click(".contents a:text-is('Figures')")
    assert focus(page) == "figures"
    page.click(".contents a:text-is('Cases')")
    assert focus(page) == "cases-title"
    assert page.inner_text("#count") == "14 of 300 cases"
    assert "f=status%3Aregressed" in page.url


def test_r19_few_cases_are_real_rows(opened: Open, report: Path) -> None:
    page = opened(report, "#u=1")
    expect(page.locator(".row")).to_have_count(300)
    assert page.get_attribute("#grid", "aria-rowcount") == "300"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(made_up.run(2500), tmp_path_factory.mktemp("many") / "report.html")


def test_r19_many_cases_are_drawn_where_they_are_seen(opened: Open, many: Path) -> None:
    page = opened(many, "#u=1")
    assert page.inner_text("#count") == "2,500 of 2,500 cases"
    assert page.locator(".row").count() < 60
    assert page.get_attribute("#grid", "aria-rowcount") == "2500"
    page.focus("#grid")
    page.keyboard.press("End")
    case_open(page)
    last = page.locator(".row.current")
    assert last.get_attribute("aria-rowindex") == "2500"
    assert last.is_visible()


def test_r19_the_browsers_search_is_explained_once(opened: Open, many: Path) -> None:
    page = opened(many, "#u=1")
    page.keyboard.press("Control+f")
    assert "sees only the rows in sight" in page.inner_text("#message")


def test_r17_the_whole_walk_by_keyboard(opened: Open, report: Path) -> None:
    page = opened(report)
    page.keyboard.press("/")
    assert focus(page) == "filter"
    page.keyboard.type("status:regressed ajr?")  # letters are letters in a field
    assert page.input_value("#filter") == "status:regressed ajr?"
    for _ in " ajr?":
        page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    assert focus(page) == "grid"
    page.keyboard.press("ArrowDown")
    case_open(page)
    page.keyboard.press("Enter")
    assert focus(page) == "case-title"
    first = page.text_content("#case-title") or ""
    page.keyboard.press("n")
    assert page.locator("#detail .here").count() == 1
    page.keyboard.press("s")
    page.wait_for_selector(".marked")
    page.keyboard.press("r")
    page.wait_for_selector("#detail button[aria-pressed=true]:text('Reject')")
    page.keyboard.press("Escape")
    assert focus(page) == "grid"
    page.keyboard.press("j")
    expect(page.locator("#case-title")).not_to_have_text(first)
    page.keyboard.press("x")
    page.keyboard.press("k")
    expect(page.locator("#case-title")).to_have_text(first)
    assert page.locator("#tally").inner_text() == "0 accepted, 1 rejected, 1 skipped"
    page.keyboard.press("u")
    page.keyboard.press("g")
    assert "kinds of change" in page.inner_text("#count")


def test_r17_letters_can_be_switched_off(opened: Open, report: Path) -> None:
    page = opened(report)
    page.keyboard.press("?")
    page.uncheck("#help input[type=checkbox]")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("u")
    assert page.inner_text("#count") == "139 of 300 cases"
    page.focus("#grid")
    page.keyboard.press("ArrowDown")
    case_open(page)


def test_r20_the_theme_follows_the_system_and_the_address(opened: Open, report: Path) -> None:
    page = opened(report, color_scheme="dark")
    dark = background(page)
    page.click("#theme")
    assert background(page) != dark
    assert "t=light" in page.url
    again = opened(report, "#t=dark", color_scheme="light")
    assert background(again) == dark


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("staus:regressed", 'There is no field "staus". There are: status, tag, suite'),
        ("status:broken", "No case has status:broken. There are: regressed, error, fixed"),
        ("tag:refund-desk", "No case has tag:refund-desk. There are: "),
        ("nowhere", "No case fits. Enter looks into all texts."),
        ("refund", ""),
    ],
)
def test_r8_a_filter_that_finds_nothing_says_why(
    opened: Open, report: Path, text: str, said: str
) -> None:
    page = opened(report)
    page.fill("#filter", text)
    shown = page.text_content("#doubt") or ""
    assert shown.startswith(said)
    assert bool(shown) == bool(said)
