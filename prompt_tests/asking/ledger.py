"""The money, the requests and the time of a run: claimed before an attempt, settled after it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from prompt_tests.answers.wording import count

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


@dataclass(frozen=True, slots=True)
class Claim:
    """Room that was made for *requests* about to be sent, which cost *worst* USD at the most."""

    number: int
    worst: float | None = None
    """None: the price is unknown."""
    requests: int = 1

    @property
    def reserve(self) -> float:
        """What is set aside for it."""
        return self.worst or 0.0


class Book(Protocol):
    """Where claims are written down, so that a killed run still knows of them."""

    def claimed(self, claim: Claim) -> None:
        """*claim* is about to be sent."""
        ...

    def ended(self, claim: Claim, charge: Mapping[str, float]) -> None:
        """*claim* ended, and is charged so: `spent`, `held`, `unpriced`, or nothing."""
        ...


@dataclass(slots=True)
class Ledger:
    """What a run has used, over all its starts. `spent + held + reserved` never exceeds the cap."""

    caps: Caps = field(default_factory=Caps)
    book: Book | None = None
    requests: int = 0
    """Attempts that were sent."""
    spent: float = 0.0
    """USD of the answers that were counted and priced."""
    held: float = 0.0
    """USD that failed or uncounted attempts may have cost: their reservations, never given back."""
    unpriced: int = 0
    """Answers whose cost is unknown."""
    reserved: float = 0.0
    orphans: dict[int, Claim] = field(default_factory=dict)
    """Claims in flight when an earlier start was killed, by number: charged in full."""
    _last: int = 0
    _began: float = field(default_factory=time.monotonic)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    async def claim(self, worst: float | None) -> Claim:
        """Make room for an attempt that may cost *worst* USD (None: unknown); raises Stopped.

        When only the reservations of attempts under way are in the way, it waits for them.
        """
        while True:
            found = self.claim_now(worst)
            if found is not None:
                return found
            self._settled.clear()
            await self._settled.wait()

    def claim_now(self, worst: float | None, requests: int = 1) -> Claim | None:
        """Make room for *requests* at once; None when attempts under way are in the way."""
        self.check_time()
        most = self.caps.requests
        if most is not None and self.requests + requests > most:
            more = f"; the next {requests:,} are too many" if requests > 1 else ""
            raise Stopped(f"--max-requests {most} reached{more}")
        if self.caps.cost is not None and not self._fits(worst or 0.0, self.caps.cost):
            return None
        claim = Claim(self._last + 1, worst, requests)
        if self.book is not None:
            self.book.claimed(claim)
        self._last = claim.number
        self.requests += requests
        self.reserved += claim.reserve
        return claim

    def settle(self, claim: Claim, cost: float | None, *, billed: bool) -> None:
        """The attempt *claim* ended. *billed*: it may be charged although *cost* is unknown."""
        if cost is not None:
            self.end(claim, {"spent": cost})
        else:
            self.end(claim, {"held": claim.reserve, "unpriced": 1} if billed else {})

    def end(self, claim: Claim, charge: Mapping[str, float]) -> None:
        """*claim* ended and is charged so: `spent`, `held`, `unpriced` (answers), or nothing."""
        if self.book is not None:
            self.book.ended(claim, charge)
        self.reserved -= claim.reserve
        self._add(charge)
        self._settled.set()

    def remember(self, claim: Claim) -> None:
        """Take in a *claim* of an earlier start: in flight, until its `charge` is known."""
        self._last = max(self._last, claim.number)
        self.requests += claim.requests
        self.held += claim.reserve
        self.orphans[claim.number] = claim

    def charge(self, number: int, charge: Mapping[str, float]) -> None:
        """Take in how the remembered claim *number* ended."""
        self.held -= self.orphans.pop(number).reserve
        self._add(charge)

    def reopen(self, number: int) -> Claim:
        """The remembered claim *number*, which is still under way after all."""
        claim = self.orphans.pop(number)
        self.held -= claim.reserve
        self.reserved += claim.reserve
        return claim

    @property
    def priced(self) -> bool:
        """Whether the price of everything that was sent is known."""
        return not self.unpriced and all(c.worst is not None for c in self.orphans.values())

    def sentence(self) -> str:
        """What was used, one line for a person."""
        parts = [count(self.requests, "request")]
        if self.unpriced:
            parts.append(f"cost unknown of {count(self.unpriced, 'answer')}")
        if self.spent or not self.unpriced:
            parts.append(f"${self.spent:,.4f} spent")
        if self.held > ROUNDING:
            parts.append(f"up to ${self.held:,.4f} more for answers that were cut off")
        if self.orphans:
            lost = sum(claim.requests for claim in self.orphans.values())
            were = "request was" if lost == 1 else "requests were"
            parts.append(f"{lost:,} {were} in flight when an earlier start was killed")
        return ", ".join(parts)

    def _add(self, charge: Mapping[str, float]) -> None:
        self.spent += charge.get("spent", 0.0)
        self.held += charge.get("held", 0.0)
        self.unpriced += int(charge.get("unpriced", 0))

    def _fits(self, worst: float, cap: float) -> bool:
        used = self.spent + self.held
        if used + self.reserved + worst <= cap + ROUNDING:
            return True
        if used + worst > cap + ROUNDING or self.reserved <= 0:
            raise Stopped(
                f"--max-cost {cap:g}: ${used:.4f} used, the next request may cost ${worst:.4f}"
            )
        return False

    def check_time(self) -> None:
        """Raise Stopped when the time is up."""
        if self.caps.seconds is not None and time.monotonic() - self._began > self.caps.seconds:
            raise Stopped(f"--max-time {self.caps.seconds:g} s reached")
