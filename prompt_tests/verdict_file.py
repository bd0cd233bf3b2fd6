"""`verdict.json`: the verdict object, written whole or not at all, and read back."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from migrate.errors import Place, Trouble
from prompt_tests.verdict import SCHEMA, Flips, Metric, Rule, Verdict


def as_json(verdict: Verdict) -> dict[str, Any]:
    """*verdict* as `llm-cutover/verdict@1`."""
    return {
        "schema": SCHEMA,
        "outcome": verdict.outcome,
        "reasons": list(verdict.reasons),
        "n": verdict.n,
        "cases": verdict.cases,
        "errors": dict(verdict.errors),
        "pass": _flips(verdict.flips),
        "margin": verdict.margin,
        "more_cases": verdict.more_cases,
        "protected_flips": list(verdict.protected_flips),
        "rules": [
            {
                "name": rule.name,
                "limit": rule.limit,
                "observed": rule.observed,
                "outcome": rule.outcome,
                "sentence": rule.sentence,
            }
            for rule in verdict.rules
        ],
        "metrics": [
            {
                "name": metric.name,
                "unit": metric.unit,
                "old": metric.old,
                "new": metric.new,
                "ci": list(metric.ci) if metric.ci else None,
                "n": metric.n,
                "gates": metric.gates,
            }
            for metric in verdict.metrics
        ],
        "by_tag": {tag: _flips(table) for tag, table in verdict.by_tag.items()},
        "notes": list(verdict.notes),
    }


def write(verdict: Verdict, path: Path) -> None:
    """Write *verdict* to *path*: a reader sees the old file or the new one, never half of one."""
    text = json.dumps(as_json(verdict), ensure_ascii=False, indent=2, allow_nan=False)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(text.encode("utf-8", "backslashreplace") + b"\n")
    os.replace(partial, path)


def read(path: Path) -> Verdict:
    """The verdict in *path*; raises Trouble with the reason when it is not a whole one."""
    try:
        return _verdict(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Trouble(
            f"{Place(path)}: not a {SCHEMA}: {type(error).__name__}: {error}",
            hint="`llm-cutover gate` writes it again from the run",
        ) from None


def _flips(table: Flips) -> dict[str, Any]:
    return {
        "old": table.old,
        "new": table.new,
        "negative_flips": table.negative_flips,
        "positive_flips": table.positive_flips,
        "p": table.p,
        "ci": list(table.ci) if table.ci else None,
    }


def _verdict(data: dict[str, Any]) -> Verdict:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema is {data['schema']!r}")
    if data["outcome"] not in ("GO", "NO-GO", "UNDECIDED"):
        raise ValueError(f"outcome is {data['outcome']!r}")
    return Verdict(
        outcome=data["outcome"],
        reasons=tuple(data["reasons"]),
        n=data["n"],
        cases=data["cases"],
        errors=dict(data["errors"]),
        flips=_table(data["pass"]),
        margin=data["margin"],
        rules=tuple(Rule(**rule) for rule in data["rules"]),
        metrics=tuple(Metric(**{**m, "ci": _interval(m["ci"])}) for m in data["metrics"]),
        more_cases=data["more_cases"],
        protected_flips=tuple(data["protected_flips"]),
        notes=tuple(data["notes"]),
        by_tag={tag: _table(table) for tag, table in data["by_tag"].items()},
    )


def _table(data: dict[str, Any]) -> Flips:
    return Flips(**{**data, "ci": _interval(data["ci"])})


def _interval(pair: list[float] | None) -> tuple[float, float] | None:
    return (pair[0], pair[1]) if pair else None
