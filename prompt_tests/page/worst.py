"""The worst regressions, for readers without JavaScript and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prompt_tests.answers.saying import answer_text
from prompt_tests.judgement import JudgedCase
from prompt_tests.judging.explain import why
from prompt_tests.judging.severity import severity
from prompt_tests.page.excerpts import parting, title

WORST = 50
"""Regressions shown without JavaScript."""


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


def worst_of(listed: int, regressed: int) -> str:
    """The heading of the regressions that are listed."""
    if listed < regressed:
        return f"The worst {listed} of {regressed:,} regressions"
    return {0: "No regressions", 1: "The one regression"}.get(listed, f"All {listed} regressions")
