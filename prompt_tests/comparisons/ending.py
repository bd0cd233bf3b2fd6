"""How the answer ended: refusal, truncation, nothing at all, or another finish reason."""

from __future__ import annotations

from collections.abc import Iterator

from prompt_tests.answers.traits import empty, refused, truncated
from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

_TRAITS = (("refusal", refused), ("empty", empty), ("truncated", truncated))


@comparisons.add
def ending(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`refusal.*`, `empty.*`, `truncated.*`; `finish` when only the finish reason changed."""
    found = False
    for name, trait in _TRAITS:
        before, after = trait(old), trait(new)
        if before != after:
            found = True
            kind = f"{name}.new" if after else f"{name}.gone"
            yield Difference(kind, old=old.finish_reason, new=new.finish_reason)
    reasons = old.finish_reason, new.finish_reason
    if not found and None not in reasons and reasons[0] != reasons[1]:
        yield Difference("finish", old=reasons[0], new=reasons[1])
