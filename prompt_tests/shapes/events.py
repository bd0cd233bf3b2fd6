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
        self._rest = b""
        self._data: list[bytes] = []
        self._started = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The data of the events that *piece* completes."""
        if not self._started:
            self._started = True
            piece = piece.removeprefix(b"\xef\xbb\xbf")
        *lines, self._rest = _LINE_END.split(self._rest + piece)
        if len(self._rest) > self._longest:
            raise Fault("too_large", f"a stream line of more than {self._longest} bytes")
        for line in lines:
            if line:
                self._take(line)
            elif self._data:
                yield b"\n".join(self._data)
                self._data.clear()

    def end(self) -> Iterator[bytes]:
        """What is left at the end of the stream: an event whose last line end is missing."""
        yield from self.feed(b"\n\n") if self._rest or self._data else ()

    def _take(self, line: bytes) -> None:
        if len(line) > self._longest:
            raise Fault("too_large", f"a stream line of more than {self._longest} bytes")
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
