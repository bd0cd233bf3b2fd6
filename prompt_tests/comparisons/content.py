"""What a text says that can be counted: code blocks, numbers, names, links, dates, addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from prompt_tests.answers.code import has_code, is_code
from prompt_tests.answers.fences import blocks, unfenced
from prompt_tests.answers.jsontext import parse
from prompt_tests.answers.textnumbers import numbers
from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

LONGEST = 100_000
"""Characters looked at."""
SHOWN = 20

# Every repetition is bounded, so that no text takes longer than its length deserves.
_LINK = r"https?://[^\s<>\"')\]]{1,2000}"
_ADDRESS = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}"
_DATE = r"\b\d{4}-\d\d-\d\d\b"
_CODE = r"\b[A-Z]{2,10}[-_]?\d{1,20}\b"
_NAME = r"(?<=[a-zà-ÿ,;:] )[A-Z][a-zà-ÿ]{1,40}(?:[A-Z][a-zà-ÿ]{1,40}| [A-Z][a-zà-ÿ]{1,40}){0,4}"
_ENTITY = re.compile(f"{_LINK}|{_ADDRESS}|{_DATE}|{_CODE}|{_NAME}")


@comparisons.add
def content(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`code.gone` and `.changed`, `numbers.changed`, `entities.changed`; not for JSON answers."""
    before, after = old.text[:LONGEST], new.text[:LONGEST]
    if before == after or not before.strip() or not after.strip():
        return
    if _structured(before) or _structured(after):
        return
    code = _code(before), _code(after)
    if code[0] and code[1] and code[0] != code[1]:
        yield Difference("code.changed", old=len(code[0]), new=len(code[1]))
    if is_code(before) and not has_code(after):
        yield Difference("code.gone")
    plain = unfenced(before), unfenced(after)
    yield from _changed("entities.changed", *(Counter(_ENTITY.findall(text)) for text in plain))
    yield from _changed(
        "numbers.changed", *(Counter(numbers(_ENTITY.sub(" ", text))) for text in plain)
    )


def _structured(text: str) -> bool:
    return isinstance(parse(text, fenced=True).value, (dict, list))


def _changed(kind: str, old: Counter[str], new: Counter[str]) -> Iterator[Difference]:
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    if gone or come:
        yield Difference(kind, old=gone[:SHOWN], new=come[:SHOWN])


def _code(text: str) -> list[str]:
    return [" ".join(block.body.split()) for block in blocks(text)]
