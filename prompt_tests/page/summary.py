"""What stands at the top of the report: outcome, counts, limits, measures, identity."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from prompt_tests.answers.reasons import REASONS
from prompt_tests.answers.wording import p_value, percent
from prompt_tests.judgement import JudgedCase
from prompt_tests.judging.explain import why
from prompt_tests.judging.severity import severity
from prompt_tests.page.excerpts import answer_text, parting, title
from prompt_tests.page.wording import change, interval, quantity
from prompt_tests.rundir import RunInfo, SideInfo
from prompt_tests.verdict import Cause, Confirmation, Metric, Noise, Verdict

WORST = 50
"""Regressions shown without JavaScript."""

CAUSES = 10
"""Rows of the tables on causes and on noise."""

SIGNS = {"GO": "✓", "NO-GO": "✕", "UNDECIDED": "?"}

COUNTS = (
    ("regressed", "regressed", "bad"),
    ("fixed", "fixed", "good"),
    ("changed", "changed, passing or failing as before", ""),
    ("same", "no difference", ""),
    ("error", "error on a side", "warn"),
)


@dataclass(frozen=True, slots=True)
class Regression:
    """One of the worst cases, for readers without JavaScript."""

    id: str
    title: str
    reason: str
    old: str
    new: str
    protected: bool


class Worst:
    """Keeps the cases that a reviewer should see first among those that regressed."""

    def __init__(self, limit: int = WORST) -> None:
        self._limit = limit
        self._kept: list[tuple[tuple[Any, ...], Regression]] = []
        self.seen = 0

    def add(self, judged: JudgedCase) -> None:
        """Take in one case, whatever its status."""
        if judged.status != "regressed":
            return
        self.seen += 1
        self._kept.append(((*severity(judged), self.seen), regression(judged)))
        if len(self._kept) > 4 * self._limit:
            self._kept = self._kept_best()

    def listed(self) -> list[Regression]:
        """The worst first."""
        return [found for _, found in self._kept_best()]

    def _kept_best(self) -> list[tuple[tuple[Any, ...], Regression]]:
        return sorted(self._kept, key=lambda pair: pair[0])[: self._limit]


def regression(judged: JudgedCase) -> Regression:
    """*judged* in a few lines."""
    recording = judged.case.recording
    old, new = answer_text(judged.case.first("old")), answer_text(judged.case.first("new"))
    extracts = parting(old, new)
    return Regression(recording.id, title(recording), why(judged), *extracts, recording.protected)


def headline(verdict: Verdict) -> str:
    """The page's title: the outcome, then what was lost of how much."""
    return f"{verdict.outcome}: −{verdict.flips.negative_flips:,} regressions / {verdict.n:,}"


def counts(found: Counter[str]) -> list[tuple[str, str, str]]:
    """Number, words and colour for every status, those that are there or matter."""
    return [
        (f"{found[status]:,}", words, kind if found[status] else "")
        for status, words, kind in COUNTS
    ]


def measures(verdict: Verdict) -> list[tuple[str, ...]]:
    """Rows of: what, unit, old, new, change, 95 % interval, cases."""
    flips = verdict.flips
    passing = Metric("passing", "share of cases", flips.old, flips.new, flips.ci, verdict.n)
    rows = [m for m in (passing, *verdict.metrics) if m.old is not None or m.new is not None]
    return [
        (
            m.name,
            m.unit,
            quantity(m.old, m.unit),
            quantity(m.new, m.unit),
            change(m),
            interval(m),
            f"{m.n:,}",
        )
        for m in rows
    ]


def causes(found: tuple[Cause, ...]) -> list[tuple[str, ...]]:
    """Rows of: meaning, code, cases, share, regressed, where; the most telling first."""
    return [
        (
            REASONS.get(cause.kind, cause.kind),
            cause.kind,
            f"{cause.cases:,} of {cause.of:,}",
            percent(cause.cases / cause.of) if cause.of else "",
            f"{cause.regressed:,}",
            ", ".join(f"{where} ({hits:,})" for where, hits in cause.places[:3]),
        )
        for cause in found[:CAUSES]
    ]


def noise(found: Noise | None) -> list[tuple[str, ...]]:
    """Rows of: what, differs, by itself, adjusted p, above or within the noise."""
    rows = found.rows[:CAUSES] if found else ()
    return [
        (
            row.what,
            f"{row.other:,}",
            f"{row.own:,.4g}",
            p_value(row.adjusted),
            "above" if row.above else "within",
        )
        for row in rows
    ]


def confirmations(found: tuple[Confirmation, ...]) -> list[tuple[str, ...]]:
    """Rows of: case, flip, passes of re-draws on both sides, chance, label."""
    return [
        (
            one.case,
            one.flip,
            f"{one.old[0]} of {one.old[1]}",
            f"{one.new[0]} of {one.new[1]}",
            percent(one.chance),
            one.label,
        )
        for one in found
    ]


def identity(info: RunInfo) -> list[tuple[str, str]]:
    """Who answered what, with which tool, when: rows of name and value."""
    rows = [
        ("old side", _side(info.old)),
        ("new side", _side(info.new)),
        ("recordings", f"{info.recordings} (SHA-256 {info.recordings_sha256[:16]})"),
        ("margin", f"{percent(info.gate.margin)} of cases"),
        ("run", info.id),
        ("started", info.started),
        ("made by", f"llm-cutover {info.tool_version}"),
    ]
    return [(name, value) for name, value in rows if value]


def adaptations(info: RunInfo) -> list[str]:
    """What was changed in the requests, per side."""
    return [
        f"{name} side: {sentence}"
        for name, side in (("old", info.old), ("new", info.new))
        for sentence in side.adaptations
    ]


def again(info: RunInfo) -> list[str]:
    """The words after `llm-cutover replay FILE` that ask the same sides again."""
    words = ["--old", info.old.label, "--new", info.new.label]
    for side in (info.old, info.new):
        if side.base_url:
            key = f",{side.key_variable}" if side.key_variable else ""
            words += ["--endpoint", f"{side.label.partition(':')[0]}={side.base_url}{key}"]
    return words


def _side(side: SideInfo) -> str:
    return side.label if not side.base_url else f"{side.label} at {side.base_url}"
