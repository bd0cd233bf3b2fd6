"""R1-R3, R6, R9, R17: what a reviewer sees first, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.page import made_up
from tests.page.conftest import Open, case_open, write

SENTENCE = "41 of 300 cases pass on the old and fail on the new side"


def test_r1_the_title_begins_with_the_outcome(opened: Open, report: Path) -> None:
    assert opened(report).title() == "NO-GO: −41 regressions / 300"


def test_r3_everything_that_matters_is_there_without_javascript(opened: Open, report: Path) -> None:
    page = opened(report, java_script_enabled=False)
    said = page.locator("main").aria_snapshot()
    for text in (SENTENCE, "NO-GO", "net loss above −2 points", "All 14 regressions", "161"):
        assert text in said
    assert page.locator(".worst").count() == 14
    assert page.locator("#browser").is_hidden()


def test_r6_unchanged_cases_are_hidden_at_first_and_counted(opened: Open, report: Path) -> None:
    page = opened(report)
    assert page.inner_text("#count") == "139 of 300 cases"
    assert page.inner_text("#unchanged") == "161 unchanged hidden"
    page.click("#unchanged")
    assert page.inner_text("#count") == "300 of 300 cases"


def test_the_worst_regression_is_opened_and_accepted_with_three_keys(
    opened: Open, report: Path
) -> None:
    page = opened(report)
    for key in "jaj":
        page.keyboard.press(key)
    case_open(page)
    assert page.locator("#tally").inner_text() == "1 accepted, 0 rejected, 0 skipped"
    assert "c=case-" in page.url
    assert "d=a_0" in page.url


def test_r9_an_address_leads_to_its_case(opened: Open, report: Path) -> None:
    page = opened(report, "#c=case-00017&v=unified")
    case_open(page)
    assert "case-00017" in page.inner_text("#case-title")
    assert page.locator(".marked ins").count() > 0


@pytest.mark.parametrize("size", [0, 1])
def test_a_run_may_be_tiny(opened: Open, size: int) -> None:
    page = opened(made_up.run(size), "#u=1")
    assert page.inner_text("#count") == f"{size} of {size} case{'s' * (size != 1)}"


def test_identical_input_gives_identical_bytes(tmp_path: Path, report: Path) -> None:
    assert write(made_up.run(300), tmp_path / "again.html").read_bytes() == report.read_bytes()
