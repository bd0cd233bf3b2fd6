"""`--batch`: the questions of a run through a provider's batch API, at half price.

Upload, create, poll, download, join. What was handed in is written to `batches.json` at once, so
that a run that is interrupted while it waits goes on waiting instead of paying twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from migrate.errors import Trouble
from prompt_tests.asking import money
from prompt_tests.asking.batch_wire import DISCOUNT, BatchWire
from prompt_tests.asking.endpoint import Target
from prompt_tests.asking.ledger import Ledger, Stopped
from prompt_tests.asking.wire import body_of
from prompt_tests.recordings.read import read_recordings
from prompt_tests.recordings.write import replacing
from prompt_tests.replaying.replay import Ended, Work
from prompt_tests.replaying.results import Key, Result
from prompt_tests.replaying.sides import Question
from prompt_tests.replaying.store import Store
from prompt_tests.reply import Failure, Reply, Side
from prompt_tests.rundir import RunDir
from prompt_tests.shapes import strict_json

STATE = "batches.json"
MOST_LINES = 50_000
MOST_BYTES = 190 << 20
POLL_FIRST, POLL_LAST = 1.0, 60.0
OVER = frozenset({"completed", "failed", "expired", "cancelled"})


@dataclass(frozen=True, slots=True)
class Handed:
    """One batch that was handed in."""

    id: str
    target: str
    keys: dict[str, list[Any]]
    """Custom id -> case, side, repeat."""


async def replay(root: Path, work: Work, tell: Callable[[Result], None]) -> Ended:
    """Run *work* by batches; results and resuming are those of `replay.replay`."""
    run, stopped = RunDir(root), ""
    with Store(run.results) as store:
        ledger = store.ledger(work.caps)

        def keep(result: Result) -> None:
            ledger.spent += result.reply.cost_usd or 0.0
            ledger.unpriced += result.reply.ok and result.reply.cost_usd is None
            store.add(result)
            tell(result)

        targets = _targets(run, work)
        wires = {
            label: BatchWire(target, work.bounds, work.at) for label, target in targets.items()
        }
        try:
            handed = _read_state(root)
            await _hand_in(root, work, store, wires, handed, ledger)
            await asyncio.gather(*(_join(wires[b.target], b, store, keep) for b in handed))
            (root / STATE).unlink(missing_ok=True)
        except Stopped as stop:
            stopped = str(stop)
        finally:
            for wire in wires.values():
                await wire.aclose()
    return Ended(ledger, stopped)


def _targets(run: RunDir, work: Work) -> dict[str, Target]:
    """Every target that some question goes to, by the side and its label."""
    return {_name(side, question): question.target for side, _, question in _questions(run, work)}


def _questions(run: RunDir, work: Work) -> Iterator[tuple[Side, Key, Question]]:
    for recording in read_recordings(run.recordings):
        for side, live in work.sides.items():
            question = live.question(recording)
            for repeat in range(work.repeats):
                yield side, Key(recording.id, side, repeat), question


def _name(side: Side, question: Question) -> str:
    return f"{side} {question.target.label}"


async def _hand_in(
    root: Path,
    work: Work,
    store: Store,
    wires: Mapping[str, BatchWire],
    handed: list[Handed],
    ledger: Ledger,
) -> None:
    """Hand in what is neither answered nor waiting, and write down each batch at once."""
    waiting = {Key(*key) for batch in handed for key in batch.keys.values()}
    for name, lines in _bundles(RunDir(root), work, store, waiting):
        _claim(ledger, [line.worst for line in lines])
        ident = await wires[name].hand_in([line.text for line in lines])
        keys = {custom_id(k): [k.case, k.side, k.repeat] for k in (line.key for line in lines)}
        handed.append(Handed(ident, name, keys))
        with replacing(root / STATE) as file:
            file.write(json.dumps([asdict(batch) for batch in handed]).encode())


def _claim(ledger: Ledger, worst: list[float]) -> None:
    """Take a whole batch into the ledger: once it is handed in, it cannot be stopped half-way."""
    caps, total = ledger.caps, sum(worst) * DISCOUNT
    if caps.requests is not None and ledger.requests + len(worst) > caps.requests:
        raise Stopped(f"--max-requests {caps.requests} is less than the batch's {len(worst)}")
    if caps.cost is not None and ledger.spent + ledger.reserved + total > caps.cost:
        raise Stopped(f"--max-cost {caps.cost:g}: the batch may cost ${total:.4f}")
    ledger.requests += len(worst)
    ledger.reserved += total


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch, and more than it can cost at the full price."""

    key: Key
    text: bytes
    worst: float


def _bundles(
    run: RunDir, work: Work, store: Store, waiting: set[Key]
) -> Iterator[tuple[str, list[Line]]]:
    """(name of the target, lines) of every batch to hand in, within the API's limits."""
    open_bundles: dict[str, list[Line]] = {}
    sizes: dict[str, int] = {}
    for side, key, question in _questions(run, work):
        if store.done(key) or key in waiting:
            continue
        name, line = _name(side, question), _line(key, question, work.at)
        bundle = open_bundles.setdefault(name, [])
        if len(bundle) == MOST_LINES or sizes.get(name, 0) + len(line.text) > MOST_BYTES:
            yield name, bundle
            bundle = open_bundles[name] = []
            sizes[name] = 0
        bundle.append(line)
        sizes[name] = sizes.get(name, 0) + len(line.text)
    yield from open_bundles.items()


def _line(key: Key, question: Question, at: datetime | None) -> Line:
    path = "/v1/responses" if question.target.api == "responses" else "/v1/chat/completions"
    body = json.loads(body_of({**question.request, "stream": None, "stream_options": None}))
    body = {name: value for name, value in body.items() if value is not None}
    row = {"custom_id": custom_id(key), "method": "POST", "url": path, "body": body}
    card = question.target.card_for(str(body.get("model")))
    price = card.price(at or datetime.now(UTC)) if card else None
    worst = money.worst_case(body, card, price) if price else 0.0
    return Line(key, strict_json.text_of(row).encode() + b"\n", worst)


def custom_id(key: Key) -> str:
    """A short id of *key* that any provider takes."""
    text = strict_json.text_of([key.case, key.side, key.repeat])
    return hashlib.sha256(text.encode()).hexdigest()[:40]


async def _join(
    wire: BatchWire, batch: Handed, store: Store, keep: Callable[[Result], None]
) -> None:
    """Wait for *batch* and keep its answers; what it lost is a failure."""
    pause = POLL_FIRST
    while (status := await wire.status(batch.id)).state not in OVER:
        await asyncio.sleep(pause)
        pause = min(POLL_LAST, pause * 1.5)
    left = {ident: Key(case, side, repeat) for ident, (case, side, repeat) in batch.keys.items()}
    label = batch.target.partition(" ")[2]
    async for ident, reply in wire.answers(status):
        key = left.pop(ident, None)
        if key is not None and not store.done(key):
            keep(Result(key, reply, (_attempt(reply),), label))
    for key in left.values():
        if not store.done(key):
            failure = Failure("batch", f"the batch is {status.state} and has no answer to this")
            keep(Result(key, Reply(failure=failure), (), label))


def _attempt(reply: Reply) -> dict[str, Any]:
    failure = reply.failure
    return {"kind": failure.kind if failure else "ok", "status": failure and failure.status}


def _read_state(root: Path) -> list[Handed]:
    try:
        return [Handed(**batch) for batch in json.loads((root / STATE).read_bytes())]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError) as error:
        raise Trouble(f"{root / STATE}: cannot be read: {error}") from None
