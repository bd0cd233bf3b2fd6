"""INI files: `.ini`, `.cfg`, `.conf`, `.properties`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codemods.contents import Filetype, Setting
from codemods.filetypes import filetypes
from codemods.filetypes._interpolation import with_defaults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.source import Source

_LINE = re.compile(
    r"^[ \t]*(?:\[(?P<section>[^\]\r\n]+)\]"
    r"|(?P<key>[^\s=:#;\[][^=:\r\n]*?)[ \t]*[=:][ \t]*(?P<quote>[\"']?)(?P<value>[^\r\n]*))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"(?:^|[ \t]+)[#;].*|[ \t]+$")


class Ini(Filetype):
    """`key = value` or `key: value` in `[sections]`."""

    def claims(self, path: str) -> bool:
        """By extension."""
        return path.endswith((".ini", ".cfg", ".conf", ".properties"))

    def settings(self, source: Source) -> Iterator[Setting]:
        """One setting a line; a section is a scope."""
        section = ""
        for found in _LINE.finditer(source.text):
            if found["section"] is not None:
                section = found["section"]
                continue
            start = found.start("value")
            value = found["value"]
            quote = found["quote"]
            if quote and quote in value:
                value = value[: value.index(quote)]
            else:
                value = _COMMENT.sub("", value)
            key = (section, found["key"]) if section else (found["key"],)
            span = source.span(start, start + len(value))
            yield from with_defaults(source, Setting(key, value, span, section))


filetypes.add(Ini())
