"""`no_refusal`: the answer does not refuse, neither by the API's mark nor in words."""

from __future__ import annotations

from prompt_tests.assertions import Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.traits import refused


@assertions.add
def no_refusal(spec: Spec, recording: Recording) -> Test:
    """No fields."""
    fields(spec, {}, {})
    return lambda reply: "the answer refuses" if refused(reply) else ""
