"""`contract`: what the recorded answer was, the new one must be."""

from __future__ import annotations

from prompt_tests.answers.contract import breaks, recorded
from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording


@assertions.add
def contract(spec: Spec, recording: Recording) -> Test:
    """No fields; the recording needs a response."""
    fields(spec, {}, {})
    before = recorded(recording)
    if before is None:
        raise Invalid("the recording has no response to take the contract from")
    return lambda reply: "; ".join(breaks(recording, before, reply))
