"""Data in the page: compressed JSON in chunks, which the browser unpacks only when it needs them.

A chunk is base64 of zlib of JSON, inert in a `text/plain` script element. Chunks wait in a file
once they are large, so that memory does not grow with the number of cases.
"""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Self

CASES = 40
"""Most cases in one chunk: unpacking one must be quick, and more pack better."""
CHARACTERS = 1_000_000
"""A chunk is closed when its JSON is longer than this: opening a case must stay quick."""
IN_MEMORY = 16 * 1024 * 1024

_SURROGATE = re.compile("[\ud800-\udfff]")


def packed(value: object) -> str:
    """*value* as base64 of zlib of JSON; the same bytes for the same value."""
    return _compressed(as_json(value))


class Chunks:
    """Values packed one after the other; a context, because of the file behind it."""

    def __init__(self) -> None:
        self._spool: SpooledTemporaryFile[str] = SpooledTemporaryFile(  # noqa: SIM115 - closed by __exit__
            max_size=IN_MEMORY, mode="w+", encoding="ascii"
        )
        self._open: list[str] = []
        self._size = 0
        self._closed = 0
        self.written = 0
        """Bytes of the chunks that are closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._spool.close()

    def add(self, text: str) -> tuple[int, int]:
        """Put the JSON *text* away; its chunk and its place in the chunk."""
        place = (self._closed, len(self._open))
        self._open.append(text)
        self._size += len(text)
        if len(self._open) == CASES or self._size > CHARACTERS:
            self._close_chunk()
        return place

    def __iter__(self) -> Iterator[str]:
        """Every chunk, in order; nothing can be added afterwards."""
        if self._open:
            self._close_chunk()
        self._spool.seek(0)
        for line in self._spool:
            yield line.rstrip("\n")

    def _close_chunk(self) -> None:
        self.written += self._spool.write(_compressed(f"[{','.join(self._open)}]") + "\n")
        self._open.clear()
        self._size = 0
        self._closed += 1


def as_json(value: object) -> str:
    """*value* as JSON that can be written as UTF-8; a number that JSON has no word for is null."""
    try:
        text = _dumps(value)
    except ValueError:
        text = _dumps(_finite(value))
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _compressed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")
