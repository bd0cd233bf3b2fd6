"""Assertions made from what a log says besides the call: a template, filled for every row.

`{label.gold}` in a template's text stands for that field of the row; `{label.gold~[0-9.]+}` for
the first match in it of a regular expression (its first group, if it has one). A text that is
nothing but one bare field takes the field's own JSON value, so numbers stay numbers; with
`{label.gold~[0-9.]+!number}` the matched text becomes a number. In a `pattern` what is filled in
is escaped, so that it means itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from migrate.errors import Trouble
from prompt_tests.recording import Json
from prompt_tests.shapes import strict_json
from prompt_tests.shapes.loose import text_of

_FIELD = re.compile(r"\{([A-Za-z_][\w-]*(?:\.[\w-]+)*)(?:~((?:[^{}]|\{[\d,]*\})+?))?(!number)?\}")


class Unfilled(ValueError):
    """The row lacks a field of the template; the message names it."""


class Template:
    """One `--expect` value: a JSON assertion with fields in its texts."""

    def __init__(self, text: str) -> None:
        try:
            self._assertion = strict_json.parse(text)
        except ValueError as error:
            raise Trouble(f"--expect: {error}", hint=_EXAMPLE) from None
        if not isinstance(self._assertion, dict) or "type" not in self._assertion:
            raise Trouble("--expect must be a JSON object with a `type`", hint=_EXAMPLE)
        for match in _FIELD.finditer(text):
            _compiled(match[2])

    def filled(self, row: Mapping[str, Json]) -> dict[str, Any]:
        """The assertion for one row; raises Unfilled if the row lacks one of the fields."""
        return {name: _filled(value, row, name) for name, value in self._assertion.items()}


_EXAMPLE = """for example --expect '{"type": "contains", "value": "{label.gold}"}'"""


def _filled(value: Json, row: Mapping[str, Json], name: str) -> Json:
    if isinstance(value, dict):
        return {key: _filled(item, row, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, row, name) for item in value]
    if not isinstance(value, str):
        return value
    whole = _FIELD.fullmatch(value)
    if whole and name != "pattern":
        return _field(whole, row)

    def put(match: re.Match[str]) -> str:
        text = text_of(_field(match, row))
        return re.escape(text) if name == "pattern" else text

    return _FIELD.sub(put, value)


def _field(match: re.Match[str], row: Mapping[str, Json]) -> Json:
    path, pattern, as_number = match[1], match[2], match[3]
    value: Json = row
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            raise Unfilled(f"no field {path}")
        value = value[part]
    if pattern:
        found = _compiled(pattern).search(text_of(value))
        if found is None:
            raise Unfilled(f"{path} has no match of {pattern}")
        value = found[found.re.groups and 1]
    return _number(value, path) if as_number else value


def _number(value: Json, path: str) -> int | float:
    try:
        number = float(text_of(value).replace(",", ""))
    except ValueError:
        raise Unfilled(f"{path} is no number") from None
    return int(number) if number.is_integer() else number


def _compiled(pattern: str | None) -> re.Pattern[str]:
    try:
        return re.compile(pattern or "")
    except re.error as error:
        raise Trouble(f"--expect: {pattern!r} is no regular expression: {error}") from None
