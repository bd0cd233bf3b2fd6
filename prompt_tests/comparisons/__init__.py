"""Comparisons: what differs between two answers. One file compares one aspect.

An item is a pure function from a recording and its two first answers to differences. Every
difference has one of the reason codes in `prompt_tests/answers/reasons.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from migrate.shelf import Shelf
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

Comparison = Callable[[Recording, Reply, Reply], Iterable[Difference]]

comparisons: Shelf[Comparison] = Shelf(__name__, "comparison")


def compare(recording: Recording, old: Reply, new: Reply) -> tuple[Difference, ...]:
    """All differences between two answers; both must be answers, not failures."""
    return tuple(
        difference
        for _, comparison in comparisons.items()
        for difference in comparison(recording, old, new)
    )
