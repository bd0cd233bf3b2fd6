"""Lines of code that a page quotes in its text: they follow where the code is rewritten."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from codemods.python.judging.following import line_of, where_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codemods.finding import Finding
    from codemods.page import Page
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.occurrences.places import Place

_LINE = re.compile(r"[\r\n]")
_CODE = re.compile(r"`([^`]+)`")


def quoted(page: Page, finding: Finding, leaders: Iterable[Judgement]) -> Finding:
    """*finding* on an id in the text of *page*, rewritten where the line, or the code between
    backticks there, is that of a value in code: ``MODEL = "id"``, ``def ask(model="id"):``."""
    if page.kind != "markdown" or finding.rule != "model-id":
        return finding
    said = set(_code(page, finding))
    for leader in leaders:
        same = leader.place.token.text == finding.old and leader.sinks
        if same and _is_plain(leader.place) and line_of(leader.place) in said:
            return page.source.finding(
                "model-id",
                finding.span,
                "rewrite",
                f"quotes {where_is(leader)}, which is rewritten",
                new=leader.new,
                provider=leader.provider,
                group=leader.group,
            )
    return finding


def _code(page: Page, finding: Finding) -> Iterator[str]:
    """The line that *finding* stands in, and the code between backticks there that has its id."""
    text, start = page.source.text, finding.span.start
    line = f"{_LINE.split(text[:start])[-1]}{_LINE.split(text[start:])[0]}".strip()
    yield line
    yield from (code for code in _CODE.findall(line) if finding.old in code)


def _is_plain(place: Place) -> bool:
    """Whether nothing but the value at *place* changes in its line: it is given a name there."""
    parent = place.module.parents.get(place.node) if place.node is not None else None
    return isinstance(parent, (ast.Assign, ast.AnnAssign, ast.arguments))
