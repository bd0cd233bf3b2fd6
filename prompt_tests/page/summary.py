"""What stands at the top of the report: outcome, counts, limits, measures, identity."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass

from prompt_tests.judgement import JudgedCase
from prompt_tests.page.excerpts import answer_text, parting, title
from prompt_tests.page.groups import label
from prompt_tests.page.wording import change, interval, quantity
from prompt_tests.reasons import by_weight
from prompt_tests.rundir import RunInfo, SideInfo
from prompt_tests.verdict import Metric, Verdict
from prompt_tests.wording import percent

WORST = 50
"""Regressions shown without JavaScript."""

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
    """Keeps the worst regressions: protected ones, then those that lost most, then the first."""

    def __init__(self, limit: int = WORST) -> None:
        self._limit = limit
        self._heap: list[tuple[tuple[int, ...], Regression]] = []
        self.seen = 0

    def add(self, judged: JudgedCase) -> None:
        """Take in one case, whatever its status."""
        if judged.status != "regressed":
            return
        self.seen += 1
        lost = sum(c.passed for c in judged.old_checks) - sum(c.passed for c in judged.new_checks)
        key = (int(judged.case.recording.protected), lost, -self.seen)
        if len(self._heap) < self._limit:
            heapq.heappush(self._heap, (key, regression(judged)))
        elif key > self._heap[0][0]:
            heapq.heapreplace(self._heap, (key, regression(judged)))

    def listed(self) -> list[Regression]:
        """The worst first."""
        return [found for _, found in sorted(self._heap, key=lambda pair: pair[0], reverse=True)]


def regression(judged: JudgedCase) -> Regression:
    """*judged* in a few lines."""
    recording = judged.case.recording
    failed = [check.reason for check in judged.new_checks if not check.passed and check.reason]
    reason = failed[0] if failed else label(tuple(by_weight(judged.reasons)))
    old, new = answer_text(judged.case.first("old")), answer_text(judged.case.first("new"))
    return Regression(
        recording.id, title(recording), reason, *parting(old, new), recording.protected
    )


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


def _side(side: SideInfo) -> str:
    return side.label if not side.base_url else f"{side.label} at {side.base_url}"
