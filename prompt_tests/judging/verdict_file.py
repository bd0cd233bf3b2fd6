"""`verdict.json`: the verdict object, written whole or not at all, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from migrate.errors import Trouble
from prompt_tests.recordings.write import replacing
from prompt_tests.verdict import (
    SCHEMA,
    Cause,
    Confirmation,
    Flips,
    Metric,
    Noise,
    NoiseRow,
    Override,
    Rule,
    Verdict,
)

T = TypeVar("T")


def as_json(verdict: Verdict) -> dict[str, Any]:
    """*verdict* as `llm-cutover/verdict@1`: its fields by name, but the flip table as `pass`."""
    fields = asdict(verdict)
    flips = fields.pop("flips")
    first = {name: fields.pop(name) for name in ("outcome", "reasons", "n", "errors")}
    return {"schema": SCHEMA, **first, "pass": flips, **fields}


def write(verdict: Verdict, path: Path) -> None:
    """Write *verdict* to *path*: a reader sees the old file or the new one, never half of one."""
    with replacing(path) as file:
        file.write(text_of(verdict).encode("utf-8", "backslashreplace"))


def text_of(verdict: Verdict) -> str:
    """The text of `verdict.json`."""
    return json.dumps(as_json(verdict), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read(path: Path) -> Verdict:
    """The verdict in *path*; raises Trouble with the reason when it is not a whole one."""
    try:
        return _verdict(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Trouble(
            f"{path}: not a {SCHEMA} file: {type(error).__name__}: {error}",
            hint="`llm-cutover gate` writes it again from the run",
        ) from None


def read_routes(path: Path, whole: Verdict) -> dict[str, Verdict]:
    """The verdicts on routes in *path*, by target: those of which *whole* tells, and no others.

    `gate` under other limits writes that file anew, and anybody can edit it.
    """
    try:
        told = json.loads(path.read_text("utf-8"))
        routes = {label: _verdict(data) for label, data in told.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {label: r for label, r in routes.items() if route_note(label, r) in whole.notes}


def route_note(label: str, route: Verdict) -> str:
    """How the verdict on the whole tells of the one on the route to *label*."""
    return f"{label}: {route.outcome}. {route.reasons[0]}"


def _verdict(data: dict[str, Any]) -> Verdict:
    fields = dict(data)
    if fields.pop("schema") != SCHEMA:
        raise ValueError(f"schema is {data['schema']!r}")
    if data["outcome"] not in ("GO", "NO-GO", "UNDECIDED"):
        raise ValueError(f"outcome is {data['outcome']!r}")
    noise, override = fields["noise"], fields["override"]
    lists = {name: tuple(fields[name]) for name in ("reasons", "protected_flips", "notes")}
    fields |= {
        "flips": _made(Flips, fields.pop("pass")),
        "rules": _all(Rule, fields["rules"]),
        "metrics": _all(Metric, fields["metrics"]),
        "by_tag": {tag: _made(Flips, table) for tag, table in fields["by_tag"].items()},
        "causes": _all(Cause, fields["causes"]),
        "noise": noise and Noise(**{**noise, "rows": _all(NoiseRow, noise["rows"])}),
        "confirmations": _all(Confirmation, fields["confirmations"]),
        "override": override and Override(**override),
    }
    return Verdict(**fields | lists)


def _all(kind: type[T], values: Iterable[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(_made(kind, value) for value in values)


def _made(kind: type[T], value: dict[str, Any]) -> T:
    return kind(**{name: _frozen(item) for name, item in value.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
