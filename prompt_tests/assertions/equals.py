"""`equals`: the text is *value*, runs of white space counting as one blank."""

from __future__ import annotations

from prompt_tests.assertions import Spec, Test, assertions, fields
from prompt_tests.recording import Recording


@assertions.add
def equals(spec: Spec, recording: Recording) -> Test:
    """Fields: `value`, text. White space at the ends does not count."""
    fields(spec, {"value": str}, {})
    wanted = " ".join(spec["value"].split())
    return lambda reply: "" if " ".join(reply.text.split()) == wanted else f"is not {wanted!r}"
