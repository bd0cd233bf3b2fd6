"""Strings and comments of Python text, told by their spelling alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

SHORT = (
    r"""#[^\r\n]*+"""
    r"""|"(?!"")[^"\\\r\n]*+(?:\\(?:\r\n|.)[^"\\\r\n]*+)*+"?+"""
    r"""|'(?!'')[^'\\\r\n]*+(?:\\(?:\r\n|.)[^'\\\r\n]*+)*+'?+"""
)
LONG = (
    r"""\"{3}[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"{3}|\Z)"""
    r"""|'{3}[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:'{3}|\Z)"""
)
"""A comment or a string of one line, and one of several; one without an end goes on to the last."""
_LITERAL = re.compile(f"{LONG}|{SHORT}", re.DOTALL)


def literals(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each string, from its quotation mark on, and of each comment of *text*."""
    return (found.span() for found in _LITERAL.finditer(text))
