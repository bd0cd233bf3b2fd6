"""`max_latency`: the answer took at most *value* milliseconds; an unknown number does not pass."""

from __future__ import annotations

from prompt_tests.assertions import Spec, Test, assertions, at_most, fields
from prompt_tests.recording import Recording


@assertions.add
def max_latency(spec: Spec, recording: Recording) -> Test:
    """Fields: `value`, in milliseconds."""
    fields(spec, {"value": float}, {})
    return at_most(spec["value"], "milliseconds", lambda reply: reply.latency_ms)
