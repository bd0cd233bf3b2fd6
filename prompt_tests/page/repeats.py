"""Repeated answers to one case: how many of each side pass, or say the same as the first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompt_tests.answers.saying import answer_text
from prompt_tests.assertions import make
from prompt_tests.judgement import JudgedCase
from prompt_tests.judging.judge import check
from prompt_tests.reply import Reply

Marks = list[int]
"""1 or 0 for each answer of a side, the first one first."""


def marks(judged: JudgedCase) -> tuple[Marks, Marks] | None:
    """Which answers pass; without an assertion, which are like the first. None without repeats.

    An answer that failed neither passes nor is like another.
    """
    sides = judged.case.old, judged.case.new
    if all(len(side) == 1 for side in sides):
        return None
    mark = _passes if judged.asserted else _alike
    old, new = (mark(judged, side) for side in sides)
    return old, new


def _passes(judged: JudgedCase, side: Sequence[Reply]) -> Marks:
    recording = judged.case.recording
    tests = make(recording)
    return [
        int(reply.ok and all(c.passed for c in check(tests, reply, recording))) for reply in side
    ]


def _alike(judged: JudgedCase, side: Sequence[Reply]) -> Marks:
    texts = [re.sub(r"\s+", " ", answer_text(reply)).strip() for reply in side]
    return [int(reply.ok and text == texts[0]) for reply, text in zip(side, texts, strict=True)]
