"""`no_refusal`: the answer does not refuse, neither by the API's mark nor in words."""

from __future__ import annotations

from prompt_tests.answers.traits import refused
from prompt_tests.assertions import Spec, Test, assertions, fields
from prompt_tests.recording import Recording


@assertions.add
def no_refusal(spec: Spec, recording: Recording) -> Test:
    """No fields."""
    fields(spec, {}, {})
    return lambda reply: "the answer refuses" if refused(reply) else ""
