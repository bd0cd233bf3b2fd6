"""The scripts' own functions, run in the browser: differences, layout of JSON, hidden marks."""

from __future__ import annotations

import random
import shlex
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from migrate.cli.replay.case import spelled_id
from migrate.hostile import revealed
from migrate.html import asset
from tests.page.payloads import PAYLOADS

SCRIPTS = asset("js/dom.js", "js/text.js", "js/diff.js", "js/answers.js", "js/command.js")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


def call(page: Page, expression: str, given: object) -> Any:
    """The value of *expression* over `given`, with the scripts around it."""
    return page.evaluate(f"(given) => {{ {SCRIPTS}\n return {expression}; }}", given)


def texts(count: int) -> list[list[str]]:
    """Pairs of texts: edited, moved, empty, of other scripts, hostile."""
    rng = random.Random(7)
    words = [
        "alpha",
        "beta",
        "gamma",
        "δέλτα",
        "漢字",
        "e\u0301",
        "👨‍👩‍👧",
        " ",
        "\n",
        ",",
        "",
        "12.5",
    ]
    made = [" ".join(rng.choices(words, k=rng.randint(0, 40))) for _ in range(count)]
    edited = [text.replace(rng.choice(words), rng.choice(words), 2) for text in made]
    hostile = [[a, b] for a, b in pairwise(PAYLOADS) if len(a + b) < 9000]
    return [*map(list, zip(made, edited, strict=True)), *hostile]


def test_r11_the_parts_of_a_difference_are_the_two_texts(page: Page) -> None:
    pairs = texts(300)
    found = call(page, "given.map(([a, b]) => compare(a, b, false).parts)", pairs)
    for (old, new), parts in zip(pairs, found, strict=True):
        assert "".join(part[1] for part in parts) == old
        assert "".join(part[2] for part in parts) == new
        assert all(a == b for kind, a, b in parts if kind == "=")


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("a b c", "a b c", [["=", "a b c", "a b c"]]),
        ("", "", []),
        ("", "new", [["x", "", "new"]]),
        (
            "the old one",
            "the new one",
            [["=", "the ", "the "], ["x", "old", "new"], ["=", " one", " one"]],
        ),
        ("a b c d", "a x y d", [["=", "a ", "a "], ["x", "b c", "x y"], ["=", " d", " d"]]),
        ("Total: 5", "Total: 6.", [["=", "Total: ", "Total: "], ["x", "5", "6."]]),
    ],
)
def test_r11_differences_are_in_words(page: Page, old: str, new: str, parts: list[Any]) -> None:
    assert call(page, "compare(given[0], given[1], false)", [old, new]) == {
        "level": "word",
        "parts": parts,
    }


def test_r11_white_space_can_be_ignored(page: Page) -> None:
    pair = ["a  b\n\nc", "a b c"]
    assert call(page, "compare(given[0], given[1], true).parts", pair) == [["=", *pair]]


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("word " * 900, "other " * 900, "word"),
        ("a b\n" * 1500, "c d\n" * 1500, "line"),
        ("a\n" * 3000, "b\n" * 3000, "none"),
        ("x" * 200_000, "y" * 200_000, "word"),
        ("same " * 100_000 + "old", "same " * 100_000 + "new", "word"),
    ],
)
def test_r12_what_is_too_large_falls_back_and_says_so(
    page: Page, old: str, new: str, level: str
) -> None:
    assert call(page, "compare(given[0], given[1], false).level", [old, new]) == level


def test_r11_letters_are_marked_inside_a_changed_word(page: Page) -> None:
    assert call(page, "within(given[0], given[1])", ["colour", "color"]) == [
        [[False, "colo"], [True, "u"], [False, "r"]],
        [[False, "colo"], [False, "r"]],
    ]
    assert call(page, "within(given[0], given[1])", ["cat", "dog"]) == [
        [[True, "cat"]],
        [[True, "dog"]],
    ]
    assert call(page, "within(given[0], given[1])", ["25", "52"]) == [
        [[True, "25"]],
        [[True, "52"]],
    ]


def test_r13_arguments_are_laid_out_without_changing_a_number(page: Page) -> None:
    given = '{"id":123456789012345678901,"a":[1,{"b":"x, {y}"}],"e":{},"f":[]}'
    assert call(page, "pretty(given)", given).split("\n") == [
        "{",
        '  "id": 123456789012345678901,',
        '  "a": [',
        "    1,",
        "    {",
        '      "b": "x, {y}"',
        "    }",
        "  ],",
        '  "e": {},',
        '  "f": []',
        "}",
    ]


@pytest.mark.parametrize("name", [text for text in PAYLOADS if text and len(text) < 9000])
def test_r9_a_copied_command_names_the_case_and_nothing_else(page: Page, name: str) -> None:
    """What a reviewer pastes into a shell picks exactly this case, whatever its id holds."""
    words = call(page, "quoted(`--case=${spelled(given)}`)", name)
    assert words.isascii()
    assert words.isprintable()
    (word,) = shlex.split(words)
    assert spelled_id(word.removeprefix("--case="), {name, "another"}) == name


MARKS = "show(given).map((n) => typeof n === 'string' ? n : `⟨${n.dataset.shown}⟩`).join('')"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 漢字 ñ", "plain é 漢字 ñ"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\x1b[31mred", "⟨ESC⟩[31mred"),
        ("a\x00b\x07", "a⟨U+0000⟩b⟨U+0007⟩"),
        ("tab\tand\nnewline", "tab\tand\nnewline"),
        ("lone\ud800", "lone⟨U+D800⟩"),
        ("x" + "\u200b" * 40, "x⟨40 hidden characters⟩"),
        ("e" + "\u0301" * 5000, "e" + "\u0301" * 8 + "⟨4,992 more combining marks⟩"),
        ("👨‍👩‍👧‍👦 ok", "👨‍👩‍👧‍👦 ok"),
        ("❤️ ok", "❤️ ok"),
        ("می‌خواهم", "می‌خواهم"),
        ("क्‍ष", "क्‍ष"),
        ("a\u200db", "a⟨U+200D⟩b"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
    ],
)
def test_r33_what_cannot_be_seen_gets_a_mark(page: Page, text: str, shown: str) -> None:
    assert call(page, MARKS, text) == shown
    if len(text) < 40:  # the static part writes escapes, and escapes the same
        assert ("\\u{" in revealed(text) or "\\x" in revealed(text)) == ("⟨" in shown)


def test_r33_tag_characters_are_read_aloud(page: Page) -> None:
    text = "".join(chr(0xE0000 + ord(letter)) for letter in "say GO")
    assert call(page, "hiddenIn(given)", text) == {"count": 6, "message": "say GO"}


def test_r33_the_marks_keep_the_original_for_the_clipboard(page: Page) -> None:
    for text in PAYLOADS:
        if len(text) < 20_000:
            expression = "show(given).map((n) => n.textContent ?? n).join('')"
            assert call(page, expression, text).replace("\r", "") == text.replace("\r", "")


def test_r33_the_static_part_and_the_scripts_agree_on_what_is_hidden(page: Page) -> None:
    single = [chr(point) for point in [*range(0x3000), *range(0xFE00, 0x10000), 0xE0001, 0xE0100]]
    ours = [letter for letter in single if revealed(letter) != letter]
    theirs = call(page, "given.filter((c) => hiddenIn(c).count > 0)", single)
    variation = {chr(point) for point in range(0xFE00, 0xFE10)}  # part of many honest emoji
    assert set(theirs) - variation == set(ours) - variation - {"\r"}
