"""The talk of `review` in a terminal: one changed case after the other, one key each."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from migrate.cli import terminal
from migrate.hostile import one_line, visible
from prompt_tests.judging.explain import why
from prompt_tests.judging.severity import severity
from prompt_tests.page.excerpts import answer_text
from prompt_tests.page.groups import Groups
from prompt_tests.reviewing.baseline import Baseline, accept, key_of

if TYPE_CHECKING:
    from prompt_tests.judgement import JudgedCase

KEYS = "a accept, r reject, s skip, g the whole group as this one, q quit"
LINES = 40
LONGEST = 20_000
"""Characters of an answer that are compared here; the page shows all."""


class Review:
    """Goes through what changed and is not accepted yet, the worst first."""

    def __init__(self, baseline: Baseline, reviewer: str, date: str) -> None:
        self._baseline = dict(baseline)
        self._reviewer = reviewer
        self._date = date
        self._counts = {"a": 0, "r": 0}

    def go_through(self, cases: Sequence[JudgedCase]) -> tuple[Baseline, int, int]:
        """Ask for each open case; the new baseline, and how many were accepted and rejected."""
        open_ = sorted((case for case in cases if self._is_open(case)), key=severity)
        groups, decided = Groups(), set[tuple[str, str]]()
        group = {key_of(case): groups.add(case) for case in open_}
        for number, case in enumerate(open_, 1):
            if key_of(case) in decided:
                continue
            alike = [other for other in open_ if group[key_of(other)] == group[key_of(case)]]
            self._show(case, f"{number}/{len(open_)}", len(alike))
            key = ask()
            if key == "q":
                break
            chosen = [case]
            if key == "g":
                key, chosen = ask("the whole group: "), alike
            decided |= {key_of(one) for one in chosen}
            self._take(key, chosen)
        return self._baseline, self._counts["a"], self._counts["r"]

    def _is_open(self, case: JudgedCase) -> bool:
        accepted = self._baseline.get(key_of(case))
        changed = case.status in ("regressed", "fixed", "changed")
        return changed and not (accepted and accepted.holds_for(case))

    def _take(self, key: str, cases: Sequence[JudgedCase]) -> None:
        if key not in self._counts:
            return
        self._counts[key] += len(cases)
        for case in cases:
            if key == "a":
                entry = accept(case, note="", reviewer=self._reviewer, date=self._date)
                self._baseline[key_of(case)] = entry
            else:
                self._baseline.pop(key_of(case), None)

    def _show(self, case: JudgedCase, place: str, alike: int) -> None:
        terminal.say(f"\n{place}  {case.status}  {one_line(case.case.recording.id)}")
        terminal.say(f"{one_line(why(case), 400)}  ({alike} alike)")
        for line in _diff(case):
            terminal.say(line)


def ask(prompt: str = "") -> str:
    """One key of `a r s g q` and Enter; anything else asks again, the end of input is `q`."""
    while True:
        sys.stderr.write(f"{prompt}[{KEYS}] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return "q"
        if line.strip().lower() in ("a", "r", "s", "g", "q"):
            return line.strip().lower()


def _diff(case: JudgedCase) -> Iterator[str]:
    old, new = (
        visible(answer_text(case.case.first(side))[:LONGEST]).splitlines()
        for side in ("old", "new")
    )
    lines = list(difflib.unified_diff(old, new, "old", "new", lineterm="", n=2))
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield f"... {len(lines) - LINES} more lines in the report"
