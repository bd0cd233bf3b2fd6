"""Makefiles: variables (`NAME ?= value`, `export NAME=value`) and the shell of recipes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codemods.contents import Filetype, Setting
from codemods.filetypes import filetypes
from codemods.filetypes._inner import verbatim
from codemods.filetypes._interpolation import named, with_defaults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.source import Source

_VARIABLE = re.compile(
    r"^[ ]*(?:[\w.-]+[ \t]*:[ \t]+)?(?:export[ \t]+|override[ \t]+)*(?P<name>[A-Za-z_][\w.-]*)"
    r"[ \t]*(?:\?|:{1,3}|\+|!)?=[ \t]*(?P<value>(?:\\\r?\n|[^\r\n#])*?)[ \t]*(?=#|\r?$)",
    re.MULTILINE,
)
_RECIPE = re.compile(r"^\t[@+-]*(?P<line>(?:\\\r?\n|[^\r\n])*)", re.MULTILINE)


class Makefile(Filetype):
    """Variables share a scope; every recipe line has its own."""

    def claims(self, path: str) -> bool:
        """`Makefile`, `GNUmakefile`, `*.mk`, and `justfile`s."""
        name = path.rpartition("/")[2]
        return name in ("Makefile", "makefile", "GNUmakefile", "justfile") or name.endswith(".mk")

    def settings(self, source: Source) -> Iterator[Setting]:
        """Values of variables, words of recipes."""
        for found in _VARIABLE.finditer(source.text):
            name = found["name"]
            yield named(source, (name,), *found.span("name"), "")
            span = source.span(*found.span("value"))
            one = Setting((name,), found["value"], span, "", env=name)
            yield from with_defaults(source, one)
        for found in _RECIPE.finditer(source.text):
            inner = verbatim(source.text, *found.span("line"))
            words = filetypes["shell"].settings(inner.source("recipe.sh"))
            yield from inner.settings(source, words, (), f"{found.start()}")


filetypes.add(Makefile())
