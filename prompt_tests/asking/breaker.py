"""The circuit breaker: when a target fails and fails, stop asking; a state machine, no clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

CONSECUTIVE = 10
LAST = 40
SHARE = 0.5
PAUSE = 30.0
OPENINGS = 3
LONGEST = 300.0
"""Seconds without any success after which the target is given up."""


@dataclass(slots=True)
class Breaker:
    """Counts the attempts at one target. Given up once it is `dead`."""

    dead: str = ""
    """Why the target was given up; empty: it was not."""
    _row: int = 0
    _last: deque[bool] = field(default_factory=lambda: deque(maxlen=LAST))
    _openings: int = 0
    _succeeded: bool = False
    _bad_since: float | None = None
    _opened: float = float("-inf")

    def success(self) -> None:
        """An attempt was answered."""
        self._row, self._openings, self._succeeded, self._bad_since = 0, 0, True, None
        self._last.append(True)

    def failure(self, started: float, now: float, told: str) -> float | None:
        """An attempt that began at *started* failed on the server's side at *now*.

        Gives the seconds to pause everybody, or None (nothing to do, or dead). What was under way
        when the breaker opened teaches nothing new. A target that has never answered is given up
        at the first opening.
        """
        if started < self._opened:
            return None
        self._row += 1
        self._last.append(False)
        self._bad_since = self._bad_since if self._bad_since is not None else now
        many = len(self._last) == LAST and self._last.count(False) >= LAST * SHARE
        if self._row < CONSECUTIVE and not many:
            return None
        self._openings += 1
        self._opened = now
        self._row, waited = 0, now - self._bad_since
        self._last.clear()
        if not self._succeeded:
            self.dead = f"it never answered: {told}"
        elif self._openings >= OPENINGS or waited > LONGEST:
            self.dead = f"it stopped answering: {told}"
        return None if self.dead else PAUSE

    def refused(self, now: float, told: str) -> None:
        """An attempt was refused for the time being (429). That is the limiter's business, unless
        nothing else has come for `LONGEST`."""
        self._bad_since = self._bad_since if self._bad_since is not None else now
        if now - self._bad_since > LONGEST:
            self.dead = f"it has refused everything for {LONGEST:g} s: {told}"
