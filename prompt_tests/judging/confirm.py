"""Flipped cases asked again: is the flip the model's habit, or was it one throw of the dice?

The first answers chose these cases, so they do not count here; only re-draws do. The label says
nothing new about the verdict: `pass` in it always counts first answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from prompt_tests.assertions import Expectation, make
from prompt_tests.judgement import JudgedCase
from prompt_tests.judging.judge import check
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply
from prompt_tests.statistics.rates import chance_lower
from prompt_tests.verdict import Confirmation

Label = Literal["confirmed", "flaky", "open"]
Flip = Literal["negative", "positive"]

SURE = 0.9
"""A flip is confirmed when the pass rates differ its way with at least this probability."""


def confirmation_of(judged: JudgedCase) -> Confirmation | None:
    """What the re-draws of a flipped case say; None when it is none, or not asked again."""
    if judged.status not in ("regressed", "fixed"):
        return None
    recording = judged.case.recording
    tests = make(recording)
    old = _passes(tests, judged.case.old[1:], recording)
    new = _passes(tests, judged.case.new[1:], recording)
    if not (old[1] and new[1]):
        return None
    lower = chance_lower(new[0], new[1] - new[0], old[0], old[1] - old[0])
    negative = judged.status == "regressed"
    chance = lower if negative else 1 - lower
    label: Label = "confirmed" if chance >= SURE else "flaky" if _even(old, new) else "open"
    flip: Flip = "negative" if negative else "positive"
    return Confirmation(recording.id, flip, old, new, chance, label)


def _even(old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether a side passes sometimes and fails sometimes, or both do the same."""
    mixed = any(0 < passes < draws for passes, draws in (old, new))
    return mixed or old[0] * new[1] == new[0] * old[1]


def _passes(
    tests: tuple[Expectation, ...], replies: Sequence[Reply], recording: Recording
) -> tuple[int, int]:
    answered = [reply for reply in replies if reply.ok]
    passed = sum(all(c.passed for c in check(tests, reply, recording)) for reply in answered)
    return passed, len(answered)
