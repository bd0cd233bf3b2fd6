"""R18: WCAG 2.2 AA as far as axe can tell, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.page import made_up
from tests.page.conftest import Open, case_open, write

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(made_up.run(60), tmp_path_factory.mktemp("small") / "report.html")


def landing(page: Page) -> None:
    pass


def filtered(page: Page) -> None:
    page.fill("#filter", "status:changed tag:orders")


def split(page: Page) -> None:
    page.keyboard.press("j")
    case_open(page)
    unfold(page)


def json(page: Page) -> None:
    page.fill("#filter", "tool:search")
    page.press("#filter", "Escape")
    page.keyboard.press("j")
    case_open(page)
    page.keyboard.press("s")


def review(page: Page) -> None:
    for key in "jajrjx":
        page.keyboard.press(key)
    case_open(page)
    page.click(".review summary")
    unfold(page)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


STATES: list[Callable[[Page], None]] = [landing, filtered, split, json, review]


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 360),
        pytest.param("dark", 1280, marks=pytest.mark.slow),
        pytest.param("light", 360, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("state", STATES)
def test_r18_axe_finds_nothing(
    opened: Open, small: Path, state: Callable[[Page], None], scheme: str, width: int
) -> None:
    page = opened(
        small, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    state(page)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_r18_axe_finds_nothing_in_the_help(opened: Open, small: Path, scheme: str) -> None:
    page = opened(small, color_scheme=scheme, bypass_csp=True)
    page.keyboard.press("?")
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", TAGS
    )
    assert len(found["passes"]) > 15
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
