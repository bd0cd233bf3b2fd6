"""`opinions.jsonl`: what the judge said, appended as it comes; nothing is paid for twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from migrate.errors import Place, Trouble
from prompt_tests.asking.doors import Doors
from prompt_tests.asking.endpoint import Target
from prompt_tests.asking.lag import Lag
from prompt_tests.asking.ledger import Caps, Ledger, Stopped
from prompt_tests.judgement import JudgedCase
from prompt_tests.page.body import fingerprint
from prompt_tests.replaying.appending import cut_torn_tail
from prompt_tests.reviewing.referee import ORDERS, TASK, Opinion, Order, opinion, question
from prompt_tests.shapes.deadline import Bounds
from prompt_tests.shapes.strict_json import text_of

FILE = "opinions.jsonl"
JOBS = 8


def read(path: Path, judge: str, cases: Sequence[JudgedCase]) -> list[Opinion]:
    """Opinions of *judge* in *path* on answers that *cases* still have."""
    seals = {case.case.recording.id: _seal(case) for case in cases}
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.exists() else (), 1):
        try:
            value = dict(json.loads(line))
            if value.pop("judge") == judge and value.pop("answers") == seals.get(value["case"]):
                found.append(_sound(Opinion(**value)))
        except (ValueError, KeyError, TypeError) as error:
            raise Trouble(f"{Place(path, number)}: no opinion: {error}") from None
    return found


def _sound(one: Opinion) -> Opinion:
    if one.order not in ORDERS or one.score not in (0.0, 0.5, 1.0):
        raise ValueError(f"order {one.order!r}, score {one.score!r}")
    return one


async def ask(
    path: Path,
    target: Target,
    cases: Sequence[JudgedCase],
    caps: Caps,
    tell: Callable[[Opinion], None],
) -> str:
    """Ask *target* about what *path* does not know yet; why it stopped early, or nothing.

    Raises Trouble for a judge that answers nonsense or not at all.
    """
    cut_torn_tail(path)
    known = {(one.case, one.order) for one in read(path, target.label, cases)}
    jobs = iter([(c, o) for c in cases for o in ORDERS if (c.case.recording.id, o) not in known])
    async with AsyncExitStack() as stack:
        lag = await stack.enter_async_context(Lag())
        doors = await stack.enter_async_context(Doors(Bounds(), JOBS, Ledger(caps), lag))
        file = stack.enter_context(path.open("a", encoding="utf-8"))

        async def work() -> str:
            for case, order in jobs:
                try:
                    found = await _one(doors, target, case, order)
                except Stopped as stop:  # what is under way elsewhere is paid for: let it end
                    return str(stop)
                line = {**asdict(found), "judge": target.label, "answers": _seal(case)}
                file.write(text_of(line) + "\n")
                file.flush()
                tell(found)
            return ""

        return await _all(work)


async def _all(work: Callable[[], Coroutine[Any, Any, str]]) -> str:
    """Run *work* several times at once; the first reason to stop, or nothing.

    The first exception ends all of them.
    """
    workers = [asyncio.create_task(work()) for _ in range(JOBS)]
    try:
        stops = [await done for done in asyncio.as_completed(workers)]
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return next(filter(None, stops), "")


async def _one(doors: Doors, target: Target, case: JudgedCase, order: Order) -> Opinion:
    reply, _ = await doors.to(target).ask(question(case, order, target.model))
    if reply.failure:
        name = case.case.recording.id
        raise Trouble(f"case {name!r}: the judge did not answer: {reply.failure.message}")
    return opinion(case, order, reply.text)


def _seal(case: JudgedCase) -> str:
    """What the opinion was of: both answers, under the task as it is worded now."""
    answers = (fingerprint(case.case.first(side))[:16] for side in ("old", "new"))
    return " ".join([*answers, sha256(TASK.encode()).hexdigest()[:16]])
