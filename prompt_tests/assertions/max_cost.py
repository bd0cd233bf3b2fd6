"""`max_cost`: the answer took at most *value* USD; an unknown number does not pass."""

from __future__ import annotations

from prompt_tests.assertions import Spec, Test, assertions, at_most, fields
from prompt_tests.recording import Recording


@assertions.add
def max_cost(spec: Spec, recording: Recording) -> Test:
    """Fields: `value`, in USD."""
    fields(spec, {"value": float}, {})
    return at_most(spec["value"], "USD", lambda reply: reply.cost_usd)
