"""`similarity`: the text is like *value* (or like the recorded answer), by words and letters."""

from __future__ import annotations

from prompt_tests.answers.contract import recorded
from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

LONGEST = 20_000
"""Characters compared."""


@assertions.add
def similarity(spec: Spec, recording: Recording) -> Test:
    """Fields: `at_least`, a share from 0 to 1, optionally `value`: default the recorded answer.

    1 is the same words in any order, by rapidfuzz's token-sort ratio; needs the `similarity` extra.
    """
    fields(spec, {"at_least": float}, {"value": str})
    least, before = spec["at_least"], recorded(recording)
    if not 0 <= least <= 1:
        raise Invalid("`at_least` must be a share from 0 to 1")
    if "value" not in spec and before is None:
        raise Invalid("no `value`, and the recording has no response to compare with")
    wanted: str = spec.get("value", before.text if before else "")[:LONGEST]
    try:
        from rapidfuzz.fuzz import token_sort_ratio
    except ImportError:
        raise Invalid("needs rapidfuzz: install llm-cutover[similarity]") from None

    def test(reply: Reply) -> str:
        found = token_sort_ratio(wanted, reply.text[:LONGEST]) / 100
        return "" if found >= least else f"similarity {found:.2f}, at least {least:g} is wanted"

    return test
