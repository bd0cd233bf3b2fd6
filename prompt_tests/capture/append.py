"""A recordings file that grows one whole line at a time and survives being killed.

A line is one `write`; if a kill tears it, the call it belongs to was not answered yet. The torn
end is cut off when the file is opened again.
"""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from types import TracebackType

from migrate.errors import Trouble

_BLOCK = 1 << 16


class Appender:
    """`with Appender(path) as file: file.append(line)`; the file is private (0600)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1
        self._turn = threading.Lock()
        self.mended = 0
        """Bytes of a torn last line that were cut off."""

    def __enter__(self) -> Appender:
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            self.mended = _cut_torn_end(self._handle)
        except OSError as error:
            raise Trouble(f"{self._path}: cannot be written: {error.strerror or error}") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            os.fsync(self._handle)
        except OSError as failed:
            if failed.errno != errno.EINVAL:  # a device has nothing to bring to a disk
                place = f"{self._path}: cannot be written"
                raise Trouble(f"{place}: {failed.strerror or failed}") from None
        finally:
            os.close(self._handle)

    def append(self, line: bytes) -> None:
        """Write one line, its end included; back when the operating system has all of it."""
        view = memoryview(line)
        with self._turn:
            while view:
                view = view[os.write(self._handle, view) :]


def _cut_torn_end(handle: int) -> int:
    """Cut what stands behind the last line end; how many bytes that were."""
    size = os.lseek(handle, 0, os.SEEK_END)
    if os.name == "nt" or size == 0:
        return 0
    end = size
    while end > 0:
        start = max(0, end - _BLOCK)
        found = os.pread(handle, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(handle, end)
    return size - end
