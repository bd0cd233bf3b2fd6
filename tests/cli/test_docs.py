"""Pages of the documentation that repeat what the program says."""

import re

import pytest

from codemods.reports import REPORTS
from migrate.cli import run
from migrate.cli.app import summaries
from tests.cli.process import ROOT


def test_the_page_of_rules_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "-f", "markdown"]) == 0
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    assert page == capsys.readouterr().out, "llm-cutover rules -f markdown > docs/rules.md"


@pytest.mark.parametrize("page", ["ci.md", "exit-codes.md"])
def test_commands_and_formats_that_the_pages_name_exist(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    named = set(re.findall(r"llm-cutover ([a-z]+) (?:-|\.|[a-z])", text))
    assert named - {"pip"} <= set(summaries()), named
    formats = set(re.findall(r"-f ([a-z]+)", text))
    assert formats <= set(REPORTS)


@pytest.mark.parametrize(
    "words", ["recordings", "recordings stats", "runs show", "baseline list", "models list"]
)
def test_the_help_of_a_subcommand_is_as_plain_as_that_of_a_command(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words.split(), "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: llm-cutover {words} ")
