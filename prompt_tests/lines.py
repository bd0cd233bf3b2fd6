"""The lines of a file that may be plain or gzip, torn, huge or not text: read with a bound.

Nothing here holds more than one line; a line longer than `LONGEST` is never held whole.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from migrate.errors import NothingMatched, Place, Trouble

LONGEST = 64 << 20
"""Bytes of the longest line that is read; real calls with images stay far below."""
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """*path* opened for reading, unpacked if it is gzip (told by its first bytes, not its name)."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NothingMatched(f"{path}: no such file") from None
    except OSError as error:
        raise Trouble(f"{path}: cannot be read: {error.strerror or error}") from None
    with file:
        if file.peek(2)[:2] == _GZIP:
            with gzip.GzipFile(fileobj=file) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield file


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(1-based number, line without its end) of every non-blank line.

    Raises Trouble with file and line for a torn gzip stream and for a line over `LONGEST`.
    """
    number = 0
    with open_bytes(path) as file:
        try:
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise Trouble(f"{Place(path, number)}: line longer than {LONGEST >> 20} MB")
                text = line.removeprefix(_BOM) if number == 1 else line
                if text.strip():
                    yield number, text.rstrip(b"\r\n")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Trouble(f"{Place(path, number + 1)}: damaged gzip: {error}") from None
