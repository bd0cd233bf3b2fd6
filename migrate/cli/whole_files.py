"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from migrate.destination import destination
from migrate.errors import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write_whole(path: Path, content: str) -> None:
    """Put *content* into the file *path* in one step: no reader ever sees half of it."""
    write_pieces(path, [content])


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """The same for a text that comes in *pieces*, and is never held as a whole."""
    with whole(path) as file:
        file.writelines(pieces)


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A file to write that takes the place of *path* in one step, only if the block ends well.

    A link's target is written; a device or pipe (`/dev/null`, `>(command)`) is written to.
    """
    path, special = destination(path)
    try:
        if special:
            with _text(path) as file:
                yield file
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".llm-cutover-")
        try:
            os.fchmod(handle, 0o666 & ~_umask())
            with _text(handle) as file:
                yield file
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise Trouble(f"cannot write {path}: {error.strerror}") from None


def _text(file: Path | int) -> TextIO:
    return open(file, "w", encoding="utf-8", errors="backslashreplace", newline="")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
