"""R29, R31: one environment, escaping in every template, and no way around it in our sources."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from migrate import html
from tests.page.payloads import PAYLOADS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*html.templates().glob("*.j2"), *html.templates().glob("js/*.js")]
MARKER = "<b>&'\"\u202e"
PART = {"page": "x", "meta": "", "first": 0, "chunks": []}
ESCAPED = "&lt;b&gt;&amp;&#39;&#34;\\u{202e}"


@pytest.mark.parametrize("name", ["page.html", "page.html.j2", "page.txt", "page", "page.svg.j2"])
def test_r31_every_template_escapes_whatever_its_name(name: str) -> None:
    environment = html.environment().overlay(
        loader=DictLoader({name: "<p title='{{ x }}'>{{ x }}"})
    )
    assert environment.get_template(name).render(x=MARKER) == f"<p title='{ESCAPED}'>{ESCAPED}"


def test_r31_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        html.environment().from_string("{{ nobody_gave_this }}").render()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_r29_our_own_sources_write_no_markup(path: Path) -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|srcdoc|"
        r"\|\s*safe|autoescape|setTimeout\(['\"]|localStorage|https?://"
    )
    assert re.findall(forbidden, path.read_text("utf-8")) == []


def test_r31_markup_is_made_in_one_place_only() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for room in ("migrate", "codemods", "prompt_tests")
        for path in (ROOT / room).rglob("*.py")
        if "Markup" in path.read_text("utf-8")
    ]
    assert users == ["migrate/html.py"]


def test_r31_an_island_is_inert_and_means_the_same() -> None:
    text = html.island(list(PAYLOADS))
    assert isinstance(text, Markup)
    assert not set("<>&") & set(text)
    assert text.isascii()
    assert json.loads(text) == list(PAYLOADS)


def test_r30_the_policy_changes_with_the_script() -> None:
    assert html.policy("a", "b") != html.policy("a", "c")
    assert "script-src 'none'" in html.policy("a")


def test_r21_only_plain_words_get_into_the_style_of_paper() -> None:
    hostile = 'run x"; } body { display: none } </style>\u202e'
    page = "".join(html.stream("part.html.j2", PART, paper=hostile))
    style = page.split("<style>")[1].split("</style>")[0]
    assert 'content: "run x?? ? body ? display: none ? ?/style??"' in style
    assert html.policy(style) in unescape(page)


def test_r25_only_a_split_page_may_hold_frames() -> None:
    assert "frame-src" not in "".join(html.stream("part.html.j2", PART))
    assert "frame-src &#39;self&#39; file:" in "".join(
        html.stream("part.html.j2", PART, frames=True)
    )
