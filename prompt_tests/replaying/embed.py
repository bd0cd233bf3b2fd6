"""Asking an embedding model how alike answers are, through the same door as everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

from prompt_tests.answers.contract import as_reply
from prompt_tests.answers.likeness import Pair, pairs
from prompt_tests.asking.doors import Doors
from prompt_tests.asking.endpoint import Target
from prompt_tests.asking.ledger import Stopped
from prompt_tests.replaying.appending import Growing
from prompt_tests.replaying.likeness import encode, read_likeness
from prompt_tests.reply import Case, Reply
from prompt_tests.shapes.embeddings import MEMBER
from prompt_tests.statistics.vectors import Vector, cosine

AT_ONCE, JOBS = 16, 4
"""Pairs in one request, and requests in flight."""


async def embed(
    path: Path, cases: Iterable[Case], targets: Mapping[str, Target], doors: Doors
) -> str:
    """Compare what *cases* need and *path* does not know; why it stopped early, or nothing.

    Raises CredentialTrouble when a key is refused.
    """
    known = read_likeness(path)
    jobs = _jobs(_unknown(cases, known))
    with closing(Growing(path)) as file:

        async def work() -> str:
            for label, some in jobs:
                try:
                    found = await _compared(doors, targets[label], some)
                except Stopped as stop:
                    return str(stop)
                for key, value in found.items():
                    file.add(encode(key, value))
            return ""

        stops = await asyncio.gather(*(work() for _ in range(JOBS)))
    return next(filter(None, stops), "")


def replies_of(case: Case) -> Iterator[Reply]:
    """Every answer of *case* that an assertion may be held against."""
    yield from (*case.old, *case.new)
    yield from map(as_reply, case.recording.repeats)


def _unknown(cases: Iterable[Case], known: Mapping[str, float]) -> Iterator[Pair]:
    seen = set(known)
    for case in cases:
        for pair in pairs(case.recording, replies_of(case)):
            if pair.key not in seen:
                seen.add(pair.key)
                yield pair


def _jobs(wanted: Iterable[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    wanted = iter(wanted)
    while some := list(islice(wanted, AT_ONCE)):
        for label in {pair.target for pair in some}:
            yield label, [pair for pair in some if pair.target == label]


async def _compared(doors: Doors, target: Target, some: list[Pair]) -> dict[str, float]:
    texts = list(dict.fromkeys(text for pair in some for text in (pair.wanted, pair.text)))
    request = {"model": target.model, "input": texts, "encoding_format": "float"}
    reply, _ = await doors.to(target).ask(request)
    if reply.failure:
        raise Stopped(f"{target.label} gives no embeddings: {reply.failure.message}")
    vectors: list[Vector] = (reply.message or {})[MEMBER]
    if len(vectors) != len(texts):
        raise Stopped(f"{target.label} gave {len(vectors)} embeddings of {len(texts)} texts")
    by_text = dict(zip(texts, vectors, strict=True))
    return {pair.key: round(cosine(by_text[pair.wanted], by_text[pair.text]), 6) for pair in some}
