"""The page of a rule, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from migrate.hostile import markdown_code

if TYPE_CHECKING:
    from codemods.rules import Example, Page


def as_json(page: Page) -> dict[str, Any]:
    """The page as plain JSON values."""
    return {
        "name": page.name,
        "summary": page.summary,
        "description": page.description,
        "becomes": [
            {"before": e.before, "after": e.after, "recipe": e.recipe, "path": e.path, "why": e.why}
            for e in page.becomes
        ],
        "leaves": [
            {"before": e.before, "recipe": e.recipe, "path": e.path, "why": e.why}
            for e in page.leaves
        ],
    }


def as_text(page: Page) -> str:
    """The page for a terminal."""
    return "\n".join(_lines(page))


def as_markdown(pages: Iterable[Page]) -> str:
    """All pages as the one that stands in `docs/rules.md`."""
    return "\n".join(line for page in pages for line in (*_markdown(page), ""))


def _markdown(page: Page) -> Iterator[str]:
    yield f"## {page.name}"
    yield ""
    yield page.summary
    if page.description:
        yield ""
        yield page.description
    for example in page.becomes:
        yield ""
        yield f"Changes (`{example.recipe}`{', ' + example.why if example.why else ''}):"
        yield ""
        yield markdown_code("\n".join(_diff(example)), "diff")
    for example in page.leaves:
        yield ""
        yield f"Leaves (`{example.recipe}`{', ' + example.why if example.why else ''}):"
        yield ""
        yield markdown_code(example.before.rstrip("\n"))


def _lines(page: Page) -> Iterator[str]:
    yield page.name
    yield "=" * len(page.name)
    yield ""
    yield page.summary
    if page.description:
        yield ""
        yield page.description
    for example in page.becomes:
        yield ""
        yield f"Changes ({example.recipe}{', ' + example.why if example.why else ''}):"
        yield from (f"    {line}" for line in _diff(example))
    for example in page.leaves:
        yield ""
        yield f"Leaves ({example.recipe}{', ' + example.why if example.why else ''}):"
        yield from (f"    {line}" for line in example.before.splitlines())


def _diff(example: Example) -> list[str]:
    lines = unified_diff(example.before.splitlines(), example.after.splitlines(), lineterm="", n=9)
    return list(lines)[3:]
