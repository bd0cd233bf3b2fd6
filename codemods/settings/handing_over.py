"""What files of deployment hand over: values that become variables of the environment elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from codemods.filetypes import filetypes, kind_of
from codemods.page import Page
from codemods.settings.charts import Charts
from codemods.settings.project_files import Files
from codemods.settings.taken import Compose, taken
from codemods.settings.terraform_variables import TerraformVariables

if TYPE_CHECKING:
    from codemods.contents import Setting
    from codemods.source import Source

_MOST = 40
"""How many further files of one chart or module are read."""


def handed_over(
    pages: Sequence[Page], paths: Collection[str], read: Callable[[str], Source | None]
) -> tuple[list[Page], list[Page]]:
    """*pages*, with the variables that their values become, and further files that give those
    another value, which nobody judges."""
    pages = [taken(page) for page in pages]
    if not any(page.kind in ("dotenv", "yaml", "terraform", "json") for page in pages):
        return pages, []
    files = Files(paths, cache(read))
    pages = [*map(Compose(files).taken, pages)]
    ways = (Charts(files), TerraformVariables(files))
    known = {page.path for page in pages}
    changed: list[Page] = []
    beside: dict[str, Page] = {}
    for page in pages:
        way = next((way for way in ways if way.is_for(page.path)), None)
        if way is None:
            changed.append(page)
            continue
        changed.append(replace(page, settings=tuple(_set(page, way))))
        given = any(setting.passed for setting in changed[-1].settings)
        for other in islice(way.others(page.path), _MOST) if given else ():
            if other not in known and other not in beside and (made := _page(files, other)):
                beside[other] = replace(made, settings=tuple(_set(made, way)))
    return changed, list(beside.values())


def _set(page: Page, way: Charts | TerraformVariables) -> Iterator[Setting]:
    """The settings of *page*; one that becomes several variables, or words of commands, is several
    settings."""
    for setting in page.settings:
        plain = setting.kind == "value" and not setting.env
        names = way.variables(page.path, setting.key) if plain else set()
        words = way.words(page.path, setting.key) if plain and isinstance(way, Charts) else []
        yield from (replace(setting, env=name, passed=True) for name in sorted(names))
        yield from (replace(setting, run=word, passed=True) for word in words)
        if not (names or words):
            yield setting


def _page(files: Files, path: str) -> Page | None:
    source, kind = files.read(path), kind_of(path)
    try:
        found = tuple(filetypes[kind].settings(source)) if source is not None and kind else ()
    except (ValueError, KeyError):
        return None
    return Page(source, kind, found) if source is not None and found else None
