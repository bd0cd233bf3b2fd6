"""`tool_call`: the answer calls the tool *name*, with at least these *arguments*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_tests.answers.jsontext import subset
from prompt_tests.answers.toolcalls import read
from prompt_tests.assertions import Spec, Test, assertions, fields

if TYPE_CHECKING:
    from prompt_tests.recording import Recording
    from prompt_tests.reply import Reply


@assertions.add
def tool_call(spec: Spec, recording: Recording) -> Test:
    """Fields: `name`, optionally `arguments`, an object: a subset of the call's arguments."""
    fields(spec, {"name": str}, {"arguments": dict})
    name, wanted = spec["name"], spec.get("arguments", {})

    def test(reply: Reply) -> str:
        calls = [call for call in read(reply) if call.name == name]
        if not calls:
            others = ", ".join(call.name for call in read(reply)) or "none"
            return f"no call of {name!r} (calls: {others})"
        if any(subset(wanted, call.arguments.value) for call in calls if call.arguments.ok):
            return ""
        return f"no call of {name!r} has the arguments {wanted!r}"

    return test
