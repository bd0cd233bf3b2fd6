"""How late our own event loop runs: what it adds to a latency is not the model's."""

from __future__ import annotations

import asyncio
import time
from array import array

TICK = 0.01
BOUND_MS = 10.0
"""Milliseconds of lag from which a latency is marked as ours."""


class Lag:
    """Ticks beside the run and keeps how late each tick came, in milliseconds."""

    def __init__(self) -> None:
        self.all = array("f")
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Lag:
        self._task = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _tick(self) -> None:
        while True:
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            self.all.append(max(0.0, (time.perf_counter() - due) * 1000))

    @property
    def now(self) -> float:
        """The worst of the latest ticks."""
        return max(self.all[-3:], default=0.0)

    def quantile(self, share: float) -> float:
        """The lag that *share* of the ticks did not exceed."""
        return sorted(self.all)[int(share * (len(self.all) - 1))] if self.all else 0.0
