"""`results.jsonl`: append-only, checked on opening, so that no kill loses a finished answer."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from migrate.errors import Place
from prompt_tests.replaying.appending import Growing
from prompt_tests.replaying.damage import Damaged
from prompt_tests.replaying.results import Key, Result, decode, encode

NOWHERE = -1


class Store:
    """The results of one run, opened for adding. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._file = Growing(path)
        self.path, self.torn = path, self._file.torn
        self._done: dict[str, int] = {}
        """The answers of earlier starts, by case: a bit for each `slot`."""
        for result in read_results(path):
            if result.reply.ok:
                case = result.key.case
                self._done[case] = self._done.get(case, 0) | 1 << slot(result.key)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Flush everything to the disk and close the file."""
        self._file.close()

    def done(self, key: Key) -> bool:
        """Whether an earlier start left an answer under *key* that need not be asked for again."""
        return bool(self._done.get(key.case, 0) >> slot(key) & 1)

    def add(self, result: Result) -> None:
        """Append *result*; raises Trouble when the disk does not take it whole."""
        self._file.add(encode(result))


def slot(key: Key) -> int:
    """The place of *key* among the answers to one case."""
    return 2 * key.repeat + (key.side == "new")


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


class Places:
    """Where the deciding line of each key begins in the results of *path*: the first answer, else
    the last failure. Small, because a run may have very many answers."""

    def __init__(self, path: Path) -> None:
        self._found: dict[str, array[int]] = {}
        failed: set[tuple[str, int]] = set()
        place = 0
        for result, size in _sized(path):
            case, number = result.key.case, slot(result.key)
            places = self._found.setdefault(case, array("q"))
            places.extend([NOWHERE] * (number + 1 - len(places)))
            if places[number] == NOWHERE or (case, number) in failed:
                places[number] = place
                (failed.discard if result.reply.ok else failed.add)((case, number))
            place += size

    def of(self, key: Key) -> int | None:
        """The place of *key*'s line, None when there is none."""
        places, number = self._found.get(key.case, ()), slot(key)
        return places[number] if number < len(places) and places[number] != NOWHERE else None


def result_at(file: BinaryIO, place: int) -> Result:
    """The result whose line begins at *place*."""
    file.seek(place)
    return decode(file.readline())


def _sized(path: Path) -> Iterator[tuple[Result, int]]:
    lines = path.open("rb") if path.exists() else None
    if lines is None:
        return
    with lines:
        for result, line in zip(read_results(path), lines, strict=False):
            yield result, len(line)
