"""`number`: the last number in the text is *value*, or no further from it than *tolerance*."""

from __future__ import annotations

from prompt_tests.answers.textnumbers import near, numbers
from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

LONGEST = 100_000
"""Characters looked at, from the end."""


@assertions.add
def number(spec: Spec, recording: Recording) -> Test:
    """Fields: `value`, optionally `tolerance`. `1,000.50` is read as 1000.5."""
    fields(spec, {"value": float}, {"tolerance": float})
    value, tolerance = spec["value"], spec.get("tolerance", 0)
    if tolerance < 0:
        raise Invalid("`tolerance` must not be negative")

    def test(reply: Reply) -> str:
        found = numbers(reply.text[-LONGEST:])
        if not found:
            return "there is no number in the text"
        close = near(found[-1], value, tolerance)
        return "" if close else f"the last number is {found[-1]}, not {value}"

    return test
