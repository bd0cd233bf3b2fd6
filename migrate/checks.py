"""What values in people's TOML files may be: checks that say in words what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from migrate.tomlfile import Step, TomlFile

Check = Callable[[Any], str]
"""The complaint about a value, `""` when it is right."""


def one_of(*words: str) -> Check:
    """A check for one of *words*."""

    def check(value: Any) -> str:
        if value in words:
            return ""
        return f"must be one of {', '.join(w or repr(w) for w in words)}, not {value!r}"

    return check


def _is(kinds: tuple[type, ...], name: str) -> Check:
    def check(value: Any) -> str:
        right = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
        return "" if right else f"must be {name}, not {value!r}"

    return check


text = _is((str,), "text")
flag = _is((bool,), "true or false")
when = _is((date,), "a date such as 2026-11-20, without quotes")


def number(value: Any) -> str:
    """A check for a number from 0 up to some sensible size."""
    right = isinstance(value, (int, float)) and not isinstance(value, bool)
    return "" if right and 0 <= value < 1e15 else f"must be a number, 0 or more, not {value!r:.40}"


def anything(value: Any) -> str:
    """A check that every value passes."""
    return ""


def texts(value: Any) -> str:
    """A check for a list of texts."""
    right = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return "" if right else f"must be a list of texts, not {value!r}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table may hold: a check for each key, and the keys that it must have."""

    checks: Mapping[str, Check]
    required: frozenset[str] = frozenset()


def table(file: TomlFile, value: Any, *at: Step) -> Mapping[str, Any]:
    """*value* (found at the key path *at*), if it is a table; else Trouble."""
    if not isinstance(value, Mapping):
        raise file.trouble(f"{at[-1] if at else 'the file'} must be a table", *at)
    return value


def entry(file: TomlFile, value: Any, shape: Shape, *at: Step, besides: Iterable[str] = ()) -> None:
    """Trouble with the line unless *value* is a table of *shape*; keys *besides* pass unseen."""
    given = table(file, value, *at)
    file.refuse_unknown(given, {*shape.checks, *besides}, *at)
    for name in sorted(shape.required - set(given)):
        raise file.trouble(f"{_last_name(at)} needs {name!r}", *at)
    for key, item in given.items():
        if key in shape.checks and (problem := shape.checks[key](item)):
            raise file.trouble(f"{key} {problem}", *at, key)


def entries(file: TomlFile, values: Any, shape: Shape, *at: Step) -> None:
    """Trouble with the line unless *values* is a list of tables of *shape*."""
    if not isinstance(values, list):
        raise file.trouble(f"{_last_name(at)} must be a list of tables: [[{_last_name(at)}]]", *at)
    for place, value in enumerate(values):
        entry(file, value, shape, *at, place)


def _last_name(at: tuple[Step, ...]) -> str:
    return next((step for step in reversed(at) if isinstance(step, str)), "the file")
