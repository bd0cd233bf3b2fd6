"""`max_tokens`: the answer took at most *value* output tokens; an unknown number does not pass."""

from __future__ import annotations

from prompt_tests.assertions import Spec, Test, assertions, at_most, fields
from prompt_tests.recording import Recording


@assertions.add
def max_tokens(spec: Spec, recording: Recording) -> Test:
    """Fields: `value`, in output tokens."""
    fields(spec, {"value": int}, {})
    return at_most(spec["value"], "output tokens", lambda reply: reply.usage.output)
