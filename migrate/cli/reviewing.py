"""The talk of `review` in a terminal: one changed case after the other, one key each."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from migrate.cli import terminal
from migrate.hostile import one_line, visible
from prompt_tests.answers.wording import count
from prompt_tests.judging.explain import why
from prompt_tests.judging.severity import severity
from prompt_tests.page.excerpts import answer_text, title
from prompt_tests.page.groups import Groups
from prompt_tests.reviewing.baseline import Baseline, key_of
from prompt_tests.reviewing.sitting import Sitting

if TYPE_CHECKING:
    from prompt_tests.judgement import JudgedCase

KEYS = "a accept, r reject, s skip, g the whole group as this one, q quit"
WORDS = {"a": "accept", "r": "reject"}
LINES = 40
PLACES = 8
LONGEST = 20_000
"""Characters of an answer that are compared here; the page shows all."""


class Review:
    """Goes through what changed and is not decided yet, the worst first."""

    def __init__(self, baseline: Baseline, sitting: Sitting, *, again: bool = False) -> None:
        self._baseline = baseline
        self._sitting = sitting
        self._again = again
        """Whether rejected cases are asked about once more."""

    def go_through(self, cases: Sequence[JudgedCase]) -> None:
        """Ask for each open case; what is decided is on disk before the next question."""
        open_ = sorted((case for case in cases if self._is_open(case)), key=severity)
        if len(self._sitting):
            terminal.say(f"{count(len(self._sitting), 'decision')} taken up, {len(open_):,} to go")
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
            if key in WORDS:
                self._sitting.take(chosen, WORDS[key])

    def _is_open(self, case: JudgedCase) -> bool:
        if case.status not in ("regressed", "fixed", "changed"):
            return False
        decided, accepted = self._sitting.decided(case), self._baseline.get(key_of(case))
        if decided == "reject":
            return self._again
        return not decided and not (accepted and accepted.holds_for(case))

    def _show(self, case: JudgedCase, place: str, alike: int) -> None:
        recording = case.case.recording
        terminal.say(f"\n{place}  {case.status}  {one_line(recording.id)}")
        terminal.say(f"asked: {one_line(title(recording))}")
        terminal.say(f"{one_line(why(case), 400)}  ({alike:,} alike)")
        for line in (*_places(case), *_diff(case)):
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


def _places(case: JudgedCase) -> Iterator[str]:
    """What changed where, a line each: the differences that have a place."""
    placed = [found for found in case.differences if found.path]
    for found in placed[:PLACES]:
        old, new = (one_line(str(value), 60) for value in (found.old, found.new))
        yield f"  {one_line(found.path)}: {old} -> {new}  [{found.kind}]"
    if len(placed) > PLACES:
        yield f"  ... {len(placed) - PLACES} more in the report"


def _diff(case: JudgedCase) -> Iterator[str]:
    old, new = (
        visible(answer_text(case.case.first(side))[:LONGEST]).splitlines()
        for side in ("old", "new")
    )
    lines = list(difflib.unified_diff(old, new, "old", "new", lineterm="", n=2))
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield f"... {len(lines) - LINES} more lines in the report"
