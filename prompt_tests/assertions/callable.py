"""`callable`: a Python function of yours says whether the answer is right.

A recording is data and may come from anywhere, so it runs nobody's code by itself: the
environment variable LLM_CUTOVER_ALLOW_PLUGINS=1 is the permission. The function runs in a process
of its own, so that nothing it does can look like a verdict.
"""

from __future__ import annotations

import os

from prompt_tests.answers.stranger import Ended, stranger
from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

PERMISSION = "LLM_CUTOVER_ALLOW_PLUGINS"
SECONDS = 60.0


@assertions.add
def callable(spec: Spec, recording: Recording) -> Test:  # noqa: A001 - the type's name
    """Fields: `function`, as `package.module:function`; it takes the text and the message.

    It gives True, or False, or in words why the answer is wrong, within a minute.
    """
    fields(spec, {"function": str}, {})
    name = spec["function"]
    if os.environ.get(PERMISSION) != "1":
        raise Invalid(f"running code needs permission: set {PERMISSION}=1")
    theirs = stranger(os.getpid())
    try:
        theirs.load(name)
    except Ended as end:
        raise Invalid(f"{name} {end}") from None

    def test(reply: Reply) -> str:
        try:
            said = theirs.call(name, reply.text, dict(reply.message or {}), SECONDS)
        except Ended as end:
            raise Invalid(f"{name} {end}") from None
        return said if isinstance(said, str) else "" if said else f"{name} says no"

    return test
