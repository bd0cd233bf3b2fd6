"""What a text says that can be counted: code blocks, numbers, names, links, dates, addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from prompt_tests.comparisons import comparisons
from prompt_tests.jsontext import FENCE, parse
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

LONGEST = 100_000
"""Characters looked at."""
SHOWN = 20

_NUMBER = re.compile(r"(?<![\w.])[-+−]?\d[\d,  ']*(?:\.\d+)?(?![\w])")
_LINK = r"https?://[^\s<>\"')\]]+"
_ADDRESS = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_DATE = r"\d{4}-\d\d-\d\d"
_CODE = r"\b[A-Z]{2,}[-_]?\d+\b"
_NAME = r"(?<=[a-zà-ÿ,;:] )[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)*"
_ENTITY = re.compile(f"{_LINK}|{_ADDRESS}|{_DATE}|{_CODE}|{_NAME}")


@comparisons.add
def content(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`code.changed`, `numbers.changed`, `entities.changed`, for answers that are no JSON."""
    before, after = old.text[:LONGEST], new.text[:LONGEST]
    if before == after or not before.strip() or not after.strip():
        return
    if parse(before, fenced=True).ok or parse(after, fenced=True).ok:
        return
    blocks = _blocks(before), _blocks(after)
    if blocks[0] and blocks[1] and blocks[0] != blocks[1]:
        yield Difference("code.changed", old=len(blocks[0]), new=len(blocks[1]))
    plain = FENCE.sub(" ", before), FENCE.sub(" ", after)
    yield from _changed("entities.changed", *(Counter(_ENTITY.findall(text)) for text in plain))
    yield from _changed("numbers.changed", *(numbers(_ENTITY.sub(" ", text)) for text in plain))


def numbers(text: str) -> Counter[str]:
    """The numbers in *text*, each as its plain decimal: `1,000.50` and `1000.5` are the same."""
    return Counter(_plain(found) for found in _NUMBER.findall(text))


def _plain(found: str) -> str:
    digits = re.sub(r"[^\d.+-]", "", found.replace("−", "-")).lstrip("+")
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _changed(kind: str, old: Counter[str], new: Counter[str]) -> Iterator[Difference]:
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    if gone or come:
        yield Difference(kind, old=gone[:SHOWN], new=come[:SHOWN])


def _blocks(text: str) -> list[str]:
    return [" ".join(match[3].split()) for match in FENCE.finditer(text)]
