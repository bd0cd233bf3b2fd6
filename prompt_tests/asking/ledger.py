"""The money, the requests and the time of a run: claimed before an attempt, settled after it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

ROUNDING = 1e-9
"""USD by which sums of floats may be off."""


class Stopped(Exception):
    """The run goes no further: a cap was reached or a target given up. It can be resumed.

    *unanswered* is the failed reply, with its attempts, of the call that met the end.
    """

    unanswered: Any = None


@dataclass(frozen=True, slots=True)
class Caps:
    """What a run may use; None: as much as it needs."""

    cost: float | None = None
    """USD."""
    requests: int | None = None
    seconds: float | None = None


@dataclass(slots=True)
class Ledger:
    """What a run has used, over all its starts. `spent + held + reserved` never exceeds the cap."""

    caps: Caps = field(default_factory=Caps)
    requests: int = 0
    """Attempts that were sent."""
    spent: float = 0.0
    """USD of the answers that were counted and priced."""
    held: float = 0.0
    """USD that failed or uncounted attempts may have cost: their reservations, never given back."""
    unpriced: int = 0
    """Answers whose cost is unknown."""
    reserved: float = 0.0
    _began: float = field(default_factory=time.monotonic)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    async def claim(self, worst: float | None) -> None:
        """Make room for an attempt that may cost *worst* USD (None: unknown); raises Stopped.

        When only the reservations of attempts under way are in the way, it waits for them.
        """
        while True:
            self._check_time()
            if self.caps.requests is not None and self.requests >= self.caps.requests:
                raise Stopped(f"--max-requests {self.caps.requests} reached")
            if self.caps.cost is None or self._fits(worst or 0.0, self.caps.cost):
                self.requests += 1
                self.reserved += worst or 0.0
                return
            self._settled.clear()
            await self._settled.wait()

    def settle(self, worst: float | None, cost: float | None, *, billed: bool) -> None:
        """An attempt ended. *billed*: its server may have charged it although *cost* is unknown."""
        self.reserved -= worst or 0.0
        if cost is not None:
            self.spent += cost
        elif billed:
            self.held += worst or 0.0
            self.unpriced += 1
        self._settled.set()

    def sentence(self) -> str:
        """What was used, one line for a person."""
        parts = [f"{self.requests:,} requests"]
        if self.unpriced:
            parts.append(f"cost unknown of {self.unpriced:,} answers")
        if self.spent or not self.unpriced:
            parts.append(f"${self.spent:,.4f} spent")
        if self.held:
            parts.append(f"up to ${self.held:,.4f} more for answers that were cut off")
        return ", ".join(parts)

    def _fits(self, worst: float, cap: float) -> bool:
        used = self.spent + self.held
        if used + self.reserved + worst <= cap + ROUNDING:
            return True
        if used + worst > cap + ROUNDING or self.reserved <= 0:
            raise Stopped(
                f"--max-cost {cap:g}: ${used:.4f} used, the next request may cost ${worst:.4f}"
            )
        return False

    def _check_time(self) -> None:
        if self.caps.seconds is not None and time.monotonic() - self._began > self.caps.seconds:
            raise Stopped(f"--max-time {self.caps.seconds:g} s reached")
