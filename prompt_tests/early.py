"""Stopping a replay early: the evidence of a loss, looked at after every case.

The e-value of negative against positive flips may be looked at as often as one likes: the chance
that it ever reaches 1/level when nothing got worse is at most the level. Reaching it is NO-GO; a
GO cannot come early, because it needs the cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from prompt_tests.cases import recorded_replies
from prompt_tests.judge import judge_one
from prompt_tests.judgement import JudgedCase
from prompt_tests.ledger import Stopped
from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Reply, Side
from prompt_tests.results import Result
from prompt_tests.statistics.binary import flip_evidence

LEVEL = 0.01
"""As in the NO-GO rule."""


def is_loss(b: int, c: int) -> bool:
    """Whether *b* negative against *c* positive flips are enough to stop at any time."""
    return b > c and flip_evidence(b, c) >= 1 / LEVEL


def is_unasked(case: JudgedCase) -> bool:
    """Whether the run ended before *case* was asked."""
    failures = (case.case.first("old").failure, case.case.first("new").failure)
    return any(failure is not None and failure.kind == "not_asked" for failure in failures)


def without_unasked(
    judged: Sequence[JudgedCase],
) -> tuple[Sequence[JudgedCase], tuple[str, ...]]:
    """*judged* without what was never asked, and a note, when the rest shows a loss; else as is."""
    asked = [case for case in judged if not is_unasked(case)]
    b, c = (sum(case.status == status for case in asked) for status in ("regressed", "fixed"))
    if len(asked) == len(judged) or not is_loss(b, c):
        return judged, ()
    note = (
        f"Stopped early: {len(judged) - len(asked):,} of {len(judged):,} cases were not asked."
        f" {b:,} negative against {c:,} positive flips show a loss however often one looks"
        f" (e-value {flip_evidence(b, c):.3g}; {1 / LEVEL:g} is enough)."
    )
    return asked, (note,)


class Watch:
    """Counts the flips of first answers as they come, and ends the run when they are enough."""

    def __init__(self, recordings: Iterable[Recording], live: Collection[Side]) -> None:
        self._recordings = {r.id: r for r in recordings if r.expect}
        self._live = live
        self._waiting: dict[str, Reply] = {}
        self._flips = {"regressed": 0, "fixed": 0}

    def see(self, result: Result) -> None:
        """Take *result* into account; raises Stopped when a loss is shown."""
        recording = self._recordings.get(result.key.case)
        if recording is None or result.key.repeat:
            return
        other = self._other(recording, result.reply)
        if other is None:
            return
        old, new = (result.reply, other) if result.key.side == "old" else (other, result.reply)
        status = judge_one(Case(recording, (old,), (new,))).status
        if status in self._flips:
            self._flips[status] += 1
        b, c = self._flips["regressed"], self._flips["fixed"]
        if is_loss(b, c):
            raise Stopped(f"a loss is shown: {b} negative flips, {c} positive ones")

    def _other(self, recording: Recording, reply: Reply) -> Reply | None:
        """The other side's answer; None while it is still to come."""
        if len(self._live) < 2:
            return recorded_replies(recording)[0]
        if recording.id in self._waiting:
            return self._waiting.pop(recording.id)
        self._waiting[recording.id] = reply
        return None
