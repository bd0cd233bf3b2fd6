"""`contains`: the text has *value* in it, letter for letter."""

from __future__ import annotations

from prompt_tests.assertions import Spec, Test, assertions, fields
from prompt_tests.recording import Recording


@assertions.add
def contains(spec: Spec, recording: Recording) -> Test:
    """Fields: `value`, text. Case and white space count."""
    fields(spec, {"value": str}, {})
    value: str = spec["value"]
    return lambda reply: "" if value in reply.text else f"the text does not contain {value!r}"
