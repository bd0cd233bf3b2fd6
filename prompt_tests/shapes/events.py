"""Server-sent events: bytes in any pieces to the data of whole events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prompt_tests.shapes.fault import Fault

_LINE_END = re.compile(rb"\r\n|\n|\r(?!$)")
"""A carriage return at the very end may be half of CRLF: it waits for the next piece."""


class Events:
    """Feed it pieces; it gives the data of every event that is complete.

    Raises Fault (`too_large`) when a line grows beyond *longest* bytes.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._rest: list[bytes] = []
        """The pieces of a line that is not complete."""
        self._size = 0
        self._data: list[bytes] = []
        self._started = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The data of the events that *piece* completes."""
        for line in self._lines(piece):
            if not self._started:
                self._started, line = True, line.removeprefix(b"\xef\xbb\xbf")
            if line:
                self._take(line)
            elif self._data:
                yield b"\n".join(self._data)
                self._data.clear()

    def end(self) -> Iterator[bytes]:
        """What is left at the end of the stream: an event whose last line end is missing."""
        yield from self.feed(b"\n\n") if self._rest or self._data else ()

    def _lines(self, piece: bytes) -> list[bytes]:
        """The lines that *piece* completes; looked for in it alone, however long a line grows."""
        waiting = bool(self._rest) and self._rest[-1].endswith(b"\r")
        if waiting or b"\n" in piece or b"\r" in piece:
            *lines, rest = _LINE_END.split(b"".join((*self._rest, piece)))
            self._rest, self._size = [rest] if rest else [], len(rest)
        else:
            lines = []
            self._rest.append(piece)
            self._size += len(piece)
        if max(self._size, *map(len, lines), 0) > self._longest:
            raise Fault("too_large", f"a stream line of more than {self._longest} bytes")
        return lines

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
