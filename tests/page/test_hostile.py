"""R29-R35: whatever stands in a recording or an answer, it stays text on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from prompt_tests.judgement import ORDERS, Check, Difference, JudgedCase, Opinion
from prompt_tests.recording import CallSite, Recording, Usage
from prompt_tests.reply import Case, Failure, Reply
from prompt_tests.reports import JudgedRun
from prompt_tests.rundir import RunInfo, SideInfo
from prompt_tests.verdict import Cause, Confirmation, Flips, Metric, Noise, NoiseRow, Override, Rule
from tests.page import made_up
from tests.page.conftest import Open, write
from tests.page.payloads import ENCODINGS, PAYLOADS

FIELDS = (
    *("id", "tag", "conversation", "site", "source", "fidelity", "asked", "system", "expected"),
    *("answer", "reasoning", "refusal", "tool", "key", "value", "model", "finish", "flag"),
    *("check", "why", "kind", "path", "before", "after", "note", "repeat", "offered", "parameter"),
    *("judge", "opinion"),
)
LONG = 10_000
SLOW = pytest.mark.slow
VISIT = """async (rows) => {
  const missing = [], page = document.documentElement.dataset;
  for (const row of rows) {
    while (!document.getElementById(`row-${row}`)) await new Promise((next) => setTimeout(next));
    document.getElementById(`row-${row}`).click();
    while (page.open !== String(row)) await new Promise((next) => setTimeout(next));
    const detail = document.getElementById("detail");
    for (const fold of detail.querySelectorAll("details")) fold.open = true;
    for (const all of detail.querySelectorAll(".texts > button")) all.click();
    await new Promise((next) => setTimeout(next));
    const seen = detail.textContent;
    for (const field of FIELDS) if (!seen.includes(`(@${field}@)`)) missing.push(`${row} ${field}`);
  }
  return missing;
}"""
ELEMENTS = """() => {
  const found = new Set();
  for (const element of document.querySelectorAll("*")) {
    const named = [...element.attributes];
    const risky = named.filter((a) => /^on|^style$|^src|href|action/.test(a.name));
    const told = risky.map((a) => `${a.name}=${a.value.replace(/\\d+(px)?/, "N")}`);
    found.add([element.localName, ...told].join(" "));
  }
  return [...found].sort();
}"""


def hostile(number: int, text: str) -> JudgedCase:
    """A case that has *text* in every field; each field is marked, so that it can be found."""

    def on(field: str) -> str:
        return f"(@{field}@){text}"

    function = {"name": on("tool"), "arguments": f'{{"{on("key")}": "{on("value")}"}}'}
    said = {
        "role": "assistant",
        "content": on("answer"),
        "reasoning_content": on("reasoning"),
        "refusal": on("refusal"),
        "tool_calls": [{"id": text, "type": text, "function": function}],
    }
    asked = Recording(
        id=f"{number} {on('id')}",
        request={
            "model": on("model"),
            on("parameter"): text,
            "tools": [{"type": "function", "function": {"name": on("offered")}}],
            "messages": [
                {"role": "system", "content": on("system"), "name": text},
                {"role": text, "content": [{"type": text}, {"type": "text", "text": text}]},
                {"role": "user", "content": on("asked")},
            ],
        },
        conversation=on("conversation"),
        turn=number,
        expect=({"type": "contains", "value": on("expected")},),
        tags=(on("tag"),),
        call_site=CallSite(on("site"), 1),
        source={text: on("source")},
        fidelity=(on("fidelity"),),
    )
    new = Reply(said, on("finish"), Usage(1, 2), on("model"), flags=(on("flag"),))
    old = replace(new, message={"role": "assistant", "content": f"before {text}"})
    again = replace(new, message={"role": "assistant", "content": on("repeat")})
    found = Difference(on("kind"), on("path"), on("before"), on("after"), on("note"))
    checks = Check(on("check"), True, ""), Check(on("check"), False, on("why"))
    said_of_it = tuple(
        Opinion(on("judge"), asked.id, order, f"{text} {text}", 0.5, on("opinion"))
        for order in ORDERS
    )
    return JudgedCase(
        Case(asked, (old,), (new, again)),
        checks[:1],
        checks[1:],
        (found,),
        "regressed",
        opinions=said_of_it,
    )


def failed(number: int, text: str) -> JudgedCase:
    recording = Recording(id=f"{number}", request={"model": "m", "messages": []}, tags=(text,))
    failure = Failure(text, text, 500)
    replies = (Reply(failure=failure),), (Reply(failure=failure),)
    return JudgedCase(Case(recording, *replies), (), (), (), "error")


def cases(texts: list[str]) -> JudgedRun:
    """A run with each text in every field of one case that was answered and of one that failed."""
    made = [make(place, text) for make in (hostile, failed) for place, text in enumerate(texts)]
    return replace(made_up.run(0), cases=made)


def verdict(texts: list[str]) -> JudgedRun:
    """A run with the texts in every field of its verdict and its identity."""
    first, text = made_up.run(0), " ".join(texts)
    said = replace(
        first.verdict,
        reasons=tuple(texts),
        rules=tuple(Rule(one, one, one, "GO") for one in texts),
        metrics=tuple(Metric(one, one, 1.0, 2.0, (0.5, 1.5), 7) for one in texts),
        notes=tuple(texts),
        by_tag={one: Flips(0.5, 0.5, 3, 2, 0.5, None) for one in texts},
        causes=tuple(Cause(one, 3, 9, 1, ((one, 2),), (one,)) for one in texts),
        noise=Noise(text, text, 1, 1, 1, tuple(NoiseRow(t, 1, 1, 1, 1, True) for t in texts)),
        confirmations=tuple(
            Confirmation(one, "negative", (1, 1), (0, 1), 0.9, "confirmed") for one in texts
        ),
        override=Override(text, text, text),
    )
    side = SideInfo(text, text, text, text, text, tuple(texts))
    routes = {one: replace(first.verdict, reasons=(one,)) for one in texts}
    info = RunInfo(text, text, text, text, text, side, side, options={"free": text})
    return JudgedRun(info, said, [hostile(0, text)], routes)


def all_texts() -> list[str]:
    return [encode(payload) for encode in ENCODINGS for payload in PAYLOADS]


class Tags(HTMLParser):
    """Which elements with which attributes a file holds, as any parser would see it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *sorted(name for name, _ in attrs)))


def test_r35_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 120
    assert len(PAYLOADS) * len(FIELDS) * len(ENCODINGS) >= 2880


Make = Callable[[list[str]], JudgedRun]


@pytest.mark.parametrize("make", [cases, verdict])
def test_r35_no_text_adds_an_element_to_the_file(make: Make, tmp_path: Path) -> None:
    texts = all_texts()
    plain = write(make(["plain"] * len(texts)), tmp_path / "plain.html")
    file = write(make(texts), tmp_path / "hostile.html")
    assert Tags(file.read_text("utf-8")).found <= Tags(plain.read_text("utf-8")).found


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([text for text in all_texts() if len(text) < LONG], id="short"),
        pytest.param([text for text in all_texts() if len(text) >= LONG], id="long", marks=SLOW),
    ],
)
def test_r35_every_text_in_every_field_stays_text_in_the_browser(
    opened: Open, texts: list[str]
) -> None:
    page = opened(cases(["plain"] * 10))
    harmless: set[str] = set()
    for rows in (range(10), range(10, 20)):
        visit(page, rows)
        harmless |= set(page.evaluate(ELEMENTS))
    page = opened(cases(texts))
    assert visit(page, range(len(texts))) == []
    assert set(page.evaluate(ELEMENTS)) <= harmless


def test_r35_a_verdict_and_an_identity_of_hostile_texts_stay_text(opened: Open) -> None:
    short = [text for text in all_texts() if len(text) < LONG]
    page = opened(verdict(["plain"] * 10))
    harmless = set(page.evaluate(ELEMENTS))
    page = opened(verdict(short))
    assert set(page.evaluate(ELEMENTS)) <= harmless
    shown = page.inner_text("main")
    printable = [text for text in short if text.isascii() and text.isprintable()]
    assert len(printable) > 150
    assert [text for text in printable if text not in shown] == []


def visit(page: Page, rows: range) -> list[str]:
    """Open case after case, and all that is folded; which fields of them were not to be seen."""
    missing: list[str] = page.evaluate(VISIT.replace("FIELDS", str([*FIELDS])), [*rows])
    return missing
