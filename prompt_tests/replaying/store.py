"""`results.jsonl`: append-only, one `write` a line, checked on opening, so that no kill loses
a finished answer."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from migrate.errors import Place, Trouble
from prompt_tests.asking.ledger import Caps, Ledger
from prompt_tests.replaying.results import Key, Result, decode, encode

SYNC_LINES = 50
SYNC_SECONDS = 1.0


class Damaged(Trouble):
    """A line inside the file is not what was written: somebody else changed it, or the disk did."""

    exit_code = 70


class Store:
    """The results of one run, opened for adding. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.torn = cut_torn_tail(path)
        """Bytes of a last line that was never finished, cut off."""
        self.known: dict[Key, bool] = {}
        """Whether the latest answer under a key is no failure."""
        self.requests, self.spent, self.unpriced = 0, 0.0, 0
        """What earlier starts used: requests sent, USD of priced answers, answers without price."""
        for result in read_results(path):
            self.known[result.key] = result.reply.ok
            self.requests += len(result.attempts)
            self.spent += result.reply.cost_usd or 0.0
            asked = result.reply.ok and "recorded" not in result.reply.flags
            self.unpriced += asked and result.reply.cost_usd is None
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise Trouble(f"{path}: cannot be written: {error.strerror}") from None
        self._unsynced = 0
        self._synced = time.monotonic()
        self._syncer = ThreadPoolExecutor(1, "sync")
        self._syncing: Future[None] | None = None

    def ledger(self, caps: Caps) -> Ledger:
        """The account of a run that goes on: what it used before counts."""
        return Ledger(caps, requests=self.requests, spent=self.spent, unpriced=self.unpriced)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Flush everything to the disk and close the file."""
        try:
            self._syncer.shutdown()
            os.fsync(self._file)
        finally:
            os.close(self._file)

    def done(self, key: Key) -> bool:
        """Whether there is an answer under *key* that need not be asked for again."""
        return self.known.get(key, False)

    def add(self, result: Result) -> None:
        """Append *result*; raises Trouble when the disk does not take it whole."""
        line = encode(result)
        try:
            written = os.write(self._file, line)
            self._sync_now_and_then()
        except OSError as error:
            raise self._full(error.strerror or str(error)) from None
        if written < len(line):
            raise self._full("no space left on the device")
        self.known[result.key] = result.reply.ok

    def _sync_now_and_then(self) -> None:
        """Flush to the disk beside the run: a slow disk must not lengthen anyone's latency."""
        self._unsynced += 1
        late = time.monotonic() - self._synced > SYNC_SECONDS
        if (self._unsynced < SYNC_LINES and not late) or not self._idle():
            return
        self._unsynced, self._synced = 0, time.monotonic()
        self._syncing = self._syncer.submit(os.fsync, self._file)

    def _idle(self) -> bool:
        """Whether no flush is under way; raises what the last one met."""
        if self._syncing is None or not self._syncing.done():
            return self._syncing is None
        self._syncing.result()
        return True

    def _full(self, told: str) -> Trouble:
        return Trouble(
            f"{self.path}: {told}; what was finished is kept",
            hint="free some room, then run the same command again to go on",
        )


def read_results(path: Path) -> Iterator[Result]:
    """Every result, in the order of their coming; raises Damaged with file and line.

    An unfinished last line is passed over: the run that wrote it was killed.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield decode(line)
            except (ValueError, KeyError, TypeError) as error:
                raise Damaged(
                    f"{Place(path, number)}: damaged: {error}",
                    hint=f"`llm-cutover runs repair {path.parent}` drops damaged lines",
                ) from None


def offsets(path: Path) -> dict[Key, int]:
    """Where the deciding line of each key begins: the last answer, else the last failure."""
    found: dict[Key, tuple[bool, int]] = {}
    place = 0
    for result, size in _sized(path):
        ok = result.reply.ok
        if ok or not found.get(result.key, (False, 0))[0]:
            found[result.key] = (ok, place)
        place += size
    return {key: place for key, (_, place) in found.items()}


def result_at(file: BinaryIO, place: int) -> Result:
    """The result whose line begins at *place*."""
    file.seek(place)
    return decode(file.readline())


def cut_torn_tail(path: Path) -> int:
    """Cut an unfinished last line off; the number of bytes that were cut."""
    if not path.exists():
        return 0
    size = path.stat().st_size
    with path.open("rb+") as file:
        keep = _last_line_end(file, size)
        if keep < size:
            file.truncate(keep)
    return size - keep


def _last_line_end(file: BinaryIO, size: int) -> int:
    step = 1 << 16
    end = size
    while end > 0:
        start = max(0, end - step)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _sized(path: Path) -> Iterator[tuple[Result, int]]:
    lines = path.open("rb") if path.exists() else None
    if lines is None:
        return
    with lines:
        for result, line in zip(read_results(path), lines, strict=False):
            yield result, len(line)
