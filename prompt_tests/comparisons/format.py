"""The form around the answer: code fences, bare JSON, reasoning that leaked into the text."""

from __future__ import annotations

from collections.abc import Iterator

from prompt_tests.answers.fences import wholly_fenced
from prompt_tests.answers.jsontext import parse
from prompt_tests.answers.traits import bare_json, has_fence, leaks_reasoning
from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply


@comparisons.add
def format(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:  # noqa: A001 - the file's name
    """`json.broken`, `json.gained`, `format.*`, `reasoning.leaked`."""
    if not old.text.strip() or not new.text.strip():
        return
    before, after = bare_json(old), bare_json(new)
    if before and not after:
        yield Difference("json.broken", note=parse(new.text).problem or "not an object or a list")
    elif after and not before:
        yield Difference("json.gained")
    if has_fence(new) and not has_fence(old):
        yield Difference("format.fence_added")
    elif has_fence(old) and not has_fence(new):
        yield Difference("format.fence_removed")
    elif wholly_fenced(old.text) and not wholly_fenced(new.text):
        yield Difference("format.prose_added")
    if leaks_reasoning(new) and not leaks_reasoning(old):
        yield Difference("reasoning.leaked")
