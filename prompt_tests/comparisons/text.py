"""Wording: letter for letter, and with white space normalised."""

from __future__ import annotations

from collections.abc import Iterator

from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply


@comparisons.add
def text(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`text.whitespace` when only white space differs, else `text`."""
    if old.text == new.text:
        return
    if old.text.split() == new.text.split():
        yield Difference("text.whitespace")
    else:
        yield Difference("text")
