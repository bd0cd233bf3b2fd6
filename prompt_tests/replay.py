"""Ask both sides every recorded question and keep every answer as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from prompt_tests.deadline import Bounds
from prompt_tests.doors import Doors
from prompt_tests.lag import Lag
from prompt_tests.ledger import Caps, Ledger, Stopped
from prompt_tests.read import read_recordings
from prompt_tests.recording import Recording
from prompt_tests.reply import Side
from prompt_tests.results import Key, Result
from prompt_tests.rundir import RunDir
from prompt_tests.sides import Live
from prompt_tests.store import Store

JOBS = 16


@dataclass(frozen=True, slots=True)
class Work:
    """What a replay does: the live sides, how many answers of each, how hard it may work."""

    sides: dict[Side, Live]
    repeats: int = 1
    jobs: int = JOBS
    caps: Caps = field(default_factory=Caps)
    bounds: Bounds = field(default_factory=Bounds)
    at: datetime | None = None
    """The instant whose prices hold; None is now."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a replay ended. *stopped*: why it went no further, empty when it is complete."""

    ledger: Ledger
    stopped: str = ""
    lag_p95_ms: float = 0.0
    client_bound: float = 0.0
    """Share of this run's answers that our own event loop delayed."""


async def replay(root: Path, work: Work, tell: Callable[[Result], None]) -> Ended:
    """Run *work* over the recordings in the run directory *root*; *tell* hears every result.

    Answers that are there already are kept; failures are asked again. Raises CredentialTrouble
    when a key is refused; what was finished by then is kept.
    """
    run, ledger = RunDir(root), Ledger(work.caps)
    async with AsyncExitStack() as stack:
        store = stack.enter_context(Store(run.results))
        lag = await stack.enter_async_context(Lag())
        doors = Doors(work.bounds, work.jobs, ledger, lag, work.at)
        await stack.enter_async_context(doors)
        crew = _Crew(work, doors, store, tell)
        stopped = await crew.work(_jobs(run.recordings, work, store))
        return Ended(ledger, stopped, lag.quantile(0.95), crew.client_bound)


Job = tuple[Key, Recording]


def _jobs(recordings: Path, work: Work, store: Store) -> Iterator[Job]:
    """What is left to ask. Both sides of a case stand together, so that drift in time cancels."""
    sides = list(work.sides)
    for number, recording in enumerate(read_recordings(recordings)):
        for repeat in range(work.repeats):
            for side in sides if (number + repeat) % 2 == 0 else reversed(sides):
                key = Key(recording.id, side, repeat)
                if not store.done(key):
                    yield key, recording


class _Crew:
    """Workers that take jobs until there are none or the run is stopped."""

    def __init__(
        self,
        work: Work,
        doors: Doors,
        store: Store,
        tell: Callable[[Result], None],
    ) -> None:
        self._work = work
        self._doors = doors
        self._store = store
        self._tell = tell
        self._stopped = ""
        self._answers = self._late = 0

    @property
    def client_bound(self) -> float:
        """Share of the answers that our own event loop delayed."""
        return self._late / self._answers if self._answers else 0.0

    async def work(self, jobs: Iterator[Job]) -> str:
        """Do all *jobs*; gives why it stopped early, or nothing. Leaves no task behind."""
        count = self._work.jobs * max(1, len(self._work.sides))
        workers = [asyncio.create_task(self._worker(jobs)) for _ in range(count)]
        try:
            done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
            for worker in done:
                worker.result()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        return self._stopped

    async def _worker(self, jobs: Iterator[Job]) -> None:
        for key, recording in jobs:
            if self._stopped:
                return
            asked = self._work.sides[key.side].question(recording)
            try:
                reply, attempts = await self._doors.to(asked.target).ask(asked.request)
            except Stopped as stop:
                self._stopped = str(stop)
                return
            tries = tuple(attempt.as_json() for attempt in attempts)
            result = Result(key, reply, tries, asked.target.label)
            self._answers += reply.ok
            self._late += "client_bound" in reply.flags
            self._store.add(result)
            self._tell(result)
