"""Which cases a judge is asked about by `judge RUN`: those that nothing else decides."""

from __future__ import annotations

from prompt_tests.answers.referee import Matter
from prompt_tests.judgement import JudgedCase

OPEN = frozenset(
    {"text", "json.value", "numbers.changed", "entities.changed", "code.changed"}
    | {"length.longer", "length.shorter", "tokens.more", "tokens.fewer"}
)
"""Kinds of difference that say nothing about which answer is better."""


def is_open(case: JudgedCase) -> bool:
    """Whether no assertion and no deterministic difference says anything about *case*."""
    return case.status == "changed" and not case.asserted and set(case.reasons) <= OPEN


def matter_of(case: JudgedCase, judge: str) -> Matter:
    """The first answers of *case*, put before *judge*."""
    return Matter(judge, case.case.recording, case.case.first("old"), case.case.first("new"))
