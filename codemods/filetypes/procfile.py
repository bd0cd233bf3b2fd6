"""Procfiles: a named command a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codemods.contents import Filetype
from codemods.filetypes import filetypes
from codemods.filetypes._inner import verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.contents import Setting
    from codemods.source import Source

_LINE = re.compile(r"^(?P<name>[\w-]+)[ \t]*:[ \t]*(?P<command>[^\r\n]+)", re.MULTILINE)


class Procfile(Filetype):
    """`web: python app.py --model ID`."""

    def claims(self, path: str) -> bool:
        """`Procfile` and `Procfile.dev`."""
        return path.rpartition("/")[2].startswith("Procfile")

    def settings(self, source: Source) -> Iterator[Setting]:
        """The words of each command, in a scope of its own."""
        for found in _LINE.finditer(source.text):
            inner = verbatim(source.text, *found.span("command"))
            words = filetypes["shell"].settings(inner.source("command.sh"))
            yield from inner.settings(source, words, (found["name"],), f"{found.start()}")


filetypes.add(Procfile())
