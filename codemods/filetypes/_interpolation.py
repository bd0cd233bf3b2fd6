"""`${NAME:-default}` in shells, compose files and dotenv files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codemods.project import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.source import Source

_DEFAULT = re.compile(r"\$\{(?P<name>[A-Za-z_]\w*)(?::-|-|:=|=)(?P<value>[^{}]*)\}")


def with_defaults(source: Source, setting: Setting) -> Iterator[Setting]:
    """*setting*, or the defaults in it, each under the variable whose default it is."""
    found = list(_DEFAULT.finditer(setting.value)) if setting.verbatim else []
    if not found:
        yield setting
    for match in found:
        value = match["value"]
        quoted = value[:1] in "'\"" and value[:1] == value[-1:] and len(value) > 1
        start = setting.span.start + match.start("value") + quoted
        value = value[1:-1] if quoted else value
        span = source.span(start, start + len(value))
        yield Setting(setting.key, value, span, setting.scope, setting.kind, match["name"])
