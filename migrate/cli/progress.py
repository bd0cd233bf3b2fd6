"""How far a long command is: a redrawn line on a terminal, now and then a line in a log.

Always on stderr. Off a terminal one line is written per tenth of the work or per 30 seconds,
whichever comes first, but none before *patience* seconds. `--no-progress` or a non-empty
LLM_CUTOVER_NO_PROGRESS silences it.
"""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING

from migrate.cli import terminal
from migrate.hostile import one_line

if TYPE_CHECKING:
    from types import TracebackType

OFF = "LLM_CUTOVER_NO_PROGRESS"
REDRAW_SECONDS = 0.1
LOG_SECONDS = 30.0


class Progress:
    """`with Progress("replay", total) as progress: ... progress.advance(note="err 3")`."""

    def __init__(
        self, label: str, total: int, *, quiet: bool = False, patience: float = 0.0
    ) -> None:
        self._label = label
        self._total = total
        self._done = 0
        self._note = ""
        self._live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._quiet = quiet or terminal.QUIET.get() or bool(os.environ.get(OFF))
        self._began = self._said = monotonic()
        self._patience = patience
        self._tenth = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live and not self._quiet:
            self._write("\r" + " " * (terminal.width() - 1) + "\r")

    def advance(self, steps: int = 1, *, note: str = "") -> None:
        """*steps* more are done; *note* is shown behind the count."""
        self._done += steps
        self._total = max(self._total, self._done)  # more may turn out to be needed on the way
        self._note = note or self._note
        if self._quiet or not self._due():
            return
        self._said = monotonic()
        if self._live:
            room = terminal.width() - 1
            self._write("\r" + one_line(self.line(), room).ljust(room))
        else:
            self._write(one_line(self.line(), 200) + "\n")

    def at(self, note: str, done: int, total: int) -> None:
        """*done* of *total* are done, as the work itself counts them."""
        self._total = total
        self.advance(done - self._done, note=note)

    def line(self) -> str:
        """`replay 412/1000 err 3 eta 4m`."""
        words = [self._label, f"{self._done}/{self._total}", self._note, self._eta()]
        return " ".join(word for word in words if word)

    def _due(self) -> bool:
        waited = monotonic() - self._said
        if self._live:
            return waited >= REDRAW_SECONDS or self._done >= self._total
        tenth = 10 * self._done // max(self._total, 1)
        due = tenth > self._tenth or waited >= LOG_SECONDS
        self._tenth = max(tenth, self._tenth)
        return due and monotonic() - self._began >= self._patience

    def _eta(self) -> str:
        if not 0 < self._done < self._total:
            return ""
        seconds = (monotonic() - self._began) / self._done * (self._total - self._done)
        return f"eta {seconds / 60:.0f}m" if seconds >= 90 else f"eta {seconds:.0f}s"

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
