"""`verdict.json`: the verdict object, written whole or not at all, and read back.

The file is sealed, and says what it counted: the first so many bytes of `results.jsonl` (and of
`likeness.jsonl` and `opinions.jsonl`) with their hash. They are only ever appended to, so any
other change is an edit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from migrate.errors import Trouble
from prompt_tests.recordings.write import replacing
from prompt_tests.rundir import LIKENESS, OPINIONS, RESULTS, RunDir
from prompt_tests.shapes.seal import sealed, unsealed
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
COUNTED, FILES = "counted", (RESULTS, LIKENESS, OPINIONS)
"""The member that says what the verdict was made of, and the files in which that stands."""


def as_json(verdict: Verdict) -> dict[str, Any]:
    """*verdict* as `llm-cutover/verdict@1`: its fields by name, but the flip table as `pass`."""
    fields = asdict(verdict)
    flips = fields.pop("flips")
    first = {name: fields.pop(name) for name in ("outcome", "reasons", "n", "errors")}
    return {"schema": SCHEMA, **first, "pass": flips, **fields}


def write(verdict: Verdict, run: RunDir) -> None:
    """Write *verdict* on what *run* holds now: a reader sees the old file or the new one, whole."""
    counted = {"run": _id(run), **{name: _start(run, name) for name in FILES}}
    text = _text(sealed({**as_json(verdict), COUNTED: counted}))
    with replacing(run.verdict) as file:
        file.write(text.encode("utf-8", "backslashreplace"))


def text_of(verdict: Verdict) -> str:
    """*verdict* as an output: the text of `verdict.json` without what it was counted from."""
    return _text(as_json(verdict))


def current(run: RunDir) -> Verdict | None:
    """The verdict of *run*; None when there is none, or answers have come since.

    Raises Trouble when it was edited, or answers that it counted were.
    """
    if not run.verdict.exists():
        return None
    verdict, counted = _read(run)
    for name in FILES:
        if counted["run"] != _id(run) or _start(run, name, counted[name]["bytes"]) != counted[name]:
            raise Trouble(
                f"{run.verdict}: counted other answers than {name} holds now",
                hint="answers were changed or taken out after the run; replay again",
            )
    answers = (name for name in FILES if name != OPINIONS)  # `judge` may ask more at any time
    return verdict if all(_start(run, name) == counted[name] for name in answers) else None


def _read(run: RunDir) -> tuple[Verdict, dict[str, Any]]:
    path = run.verdict
    try:
        fields = unsealed(json.loads(path.read_text("utf-8")))
        told = fields.pop(COUNTED)
        starts = {name: {**told[name], "bytes": int(told[name]["bytes"])} for name in FILES}
        counted = {"run": told["run"], **starts}
        return _verdict(fields), counted
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Trouble(
            f"{path}: not a {SCHEMA} file as this version writes it: {error}",
            hint="without it `llm-cutover gate` decides anew, on the answers alone",
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


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _id(run: RunDir) -> str:
    return str(json.loads(run.run.read_bytes())["id"]) if run.run.exists() else ""


def _start(run: RunDir, name: str, most: int = sys.maxsize) -> dict[str, Any]:
    """How long the file *name* of *run* is, at most *most* bytes, and the hash of so much of it."""
    digest, size, path = sha256(), 0, run.root / name
    if path.exists():
        with path.open("rb") as file:
            while piece := file.read(min(most - size, 1 << 20)):
                digest.update(piece)
                size += len(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


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
