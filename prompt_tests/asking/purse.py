"""The money of one case: what its answers, with all their tries, may cost within the run's."""

from __future__ import annotations

from typing import Protocol

from prompt_tests.asking.ledger import Caps, Claim, Ledger, Stopped
from prompt_tests.shapes.fault import Fault


class Account(Protocol):
    """Who pays for a call."""

    async def claim(self, worst: float | None, tokens: int = 0) -> Claim:
        """Make room for an attempt; raises Stopped, or a Fault that ends this call alone."""
        ...

    def settle(
        self, claim: Claim, cost: float | None, *, billed: bool, tokens: int | None = None
    ) -> None:
        """The attempt *claim* ended."""
        ...


class Purse:
    """One case's share of a run's *ledger*: every claim is made in both.

    It lives as long as somebody asks for the case, so that a run of very many stays small.
    """

    def __init__(self, ledger: Ledger, cap: float) -> None:
        self._run = ledger
        self._own = Ledger(Caps(cost=cap, option="--max-cost-per-case"))
        self._claims: dict[int, Claim] = {}

    async def claim(self, worst: float | None, tokens: int = 0) -> Claim:
        """Make room in both; raises the Fault `case_cap` when the case has no more."""
        try:
            own = await self._own.claim(worst)
        except Stopped as stop:
            raise Fault("case_cap", str(stop)) from None
        try:
            claim = await self._run.claim(worst, tokens)
        except BaseException:
            self._own.end(own, {})
            raise
        self._claims[claim.number] = own
        return claim

    def settle(
        self, claim: Claim, cost: float | None, *, billed: bool, tokens: int | None = None
    ) -> None:
        """The attempt *claim* ended, in both."""
        self._run.settle(claim, cost, billed=billed, tokens=tokens)
        self._own.settle(self._claims.pop(claim.number), cost, billed=billed)
