"""References to variables in shells, compose, dotenv and workflow files.

`$NAME`, `${NAME}`, `${NAME:-default}` and `${{ secrets.NAME }}`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.contents import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.source import Source

_REFERENCE = re.compile(
    r"(?<!\$)\$(?:\{(?P<long>[A-Za-z_]\w*|\d+)(?:(?::-|-|:=|=)(?P<value>[^{}]*)|[^{}]*)\}"
    r"|(?P<short>[A-Za-z_]\w*)"
    r"|\{\{\s*(?:secrets|env|vars)\.(?P<stored>[A-Za-z_]\w*)\s*\}\})"
)
_EITHER = re.compile(r"\$\{\{[^{}']*\|\|\s*'(?P<value>[^'{}]*)'\s*\}\}")
"""What a workflow takes where nobody gave it anything: `${{ inputs.model || 'ID' }}`."""


def with_defaults(source: Source, setting: Setting) -> Iterator[Setting]:
    """*setting*, or what its references hold: names of variables, and their defaults as values."""
    found = list(_REFERENCE.finditer(setting.value)) if setting.verbatim else []
    either = _EITHER.fullmatch(setting.value.strip()) if setting.verbatim and not found else None
    if either:
        at = setting.span.start + setting.value.index("${{") + either.start("value")
        span = source.span(at, at + len(either["value"]))
        yield replace(setting, value=either["value"], span=span)
    elif not found:
        yield setting
    for match in found:
        start = setting.span.start
        part = str(match.lastgroup if match.lastgroup != "value" else "long")
        name, at = match[part], start + match.start(part)
        span = source.span(at, at + len(name))
        env = setting.env if name.isdecimal() else name  # `${1:-x}`: an argument of the script
        if name == env:
            yield replace(setting, value=name, span=span, kind="key", env=name)
        if value := match["value"]:
            quoted = value[:1] in "'\"" and value[:1] == value[-1:] and len(value) > 1
            at = start + match.start("value") + quoted
            value = value[1:-1] if quoted else value
            span = source.span(at, at + len(value))
            yield replace(setting, value=value, span=span, env=env)


def named(source: Source, key: tuple[str, ...], start: int, end: int, scope: str) -> Setting:
    """The name of an environment variable where it is set."""
    name = source.text[start:end]
    return Setting(key, name, source.span(start, end), scope, "key", name)
