"""Every example of every rule, through the engine, the change set and back: they are its tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.rules import Example, pages
from tests.codemods.scanning import Project

BECOMES = [(page.name, example) for page in pages() for example in page.becomes]
LEAVES = [(page.name, example) for page in pages() for example in page.leaves]


def named(value: object) -> str:
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("rule", "example"), BECOMES, ids=named)
def test_what_is_before_becomes_what_is_after_and_then_stays(
    rule: str, example: Example, tmp_path: Path
) -> None:
    project = Project(tmp_path, {example.path: example.before})
    assert any(f.rule == rule for f in project.scan(example.recipe).findings)
    assert project.apply(example.recipe) == {example.path: example.after}
    assert project.apply(example.recipe) == {example.path: example.after}


@pytest.mark.parametrize(("rule", "example"), LEAVES, ids=named)
def test_what_must_stay_stays(rule: str, example: Example, tmp_path: Path) -> None:
    project = Project(tmp_path, {example.path: example.before})
    assert project.apply(example.recipe) == {example.path: example.before}


def test_every_rule_says_what_it_is_for_and_shows_more_that_stays_than_changes() -> None:
    for page in pages():
        assert page.summary
        assert page.leaves
