"""`similarity`: the text is like *value* (or like the recorded answer), by letters or meaning."""

from __future__ import annotations

from collections.abc import Callable

from prompt_tests.answers.contract import recorded
from prompt_tests.answers.likeness import embedder, pair, wanted_by
from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

LONGEST = 20_000
"""Characters compared letter by letter."""


@assertions.add
def similarity(spec: Spec, recording: Recording) -> Test:
    """Fields: `at_least`, a share from 0 to 1, optionally `value`: default the recorded answer.

    1 is the same words in any order, by rapidfuzz's token-sort ratio (needs the `similarity`
    extra). With `embeddings`, the `PROVIDER:MODEL` of an embedding model, the share is the cosine
    of the two texts' embeddings, which `replay` asks for.
    """
    fields(spec, {"at_least": float}, {"value": str, "embeddings": str})
    least, target = spec["at_least"], embedder(spec)
    if not 0 <= least <= 1:
        raise Invalid("`at_least` must be a share from 0 to 1")
    if "value" not in spec and recorded(recording) is None:
        raise Invalid("no `value`, and the recording has no response to compare with")
    if "embeddings" in spec and not all(target.partition(":")):
        raise Invalid(f"`embeddings` is {target!r}, and PROVIDER:MODEL is wanted")
    wanted = wanted_by(spec, recording)
    measure = _by_meaning(target, wanted) if target else _by_letters(wanted[:LONGEST])

    def test(reply: Reply) -> str:
        found = measure(reply)
        return "" if found >= least else f"similarity {found:.2f}, at least {least:g} is wanted"

    return test


def _by_letters(wanted: str) -> Callable[[Reply], float]:
    try:
        from rapidfuzz.fuzz import token_sort_ratio
    except ImportError:
        raise Invalid("needs rapidfuzz: install llm-cutover[similarity]") from None
    return lambda reply: float(token_sort_ratio(wanted, reply.text[:LONGEST]) / 100)


def _by_meaning(target: str, wanted: str) -> Callable[[Reply], float]:
    def measure(reply: Reply) -> float:
        asked = pair(target, wanted, reply)
        found = asked.known if asked.known is not None else reply.likeness.get(asked.key)
        if found is None:
            raise Invalid(f"{target} was not asked about this answer; only `replay` asks it")
        return found

    return measure
