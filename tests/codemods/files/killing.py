"""A child that writes and takes back in a loop, killed from outside or at a step of its own."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from codemods.writing.journal import Journal, sha256
from codemods.writing.writer import Write, undo, write
from migrate.errors import Trouble

OLD = [b"# file %d\n" % n + b"old " * 20_000 for n in range(4)]
NEW = [data.replace(b"old", b"new") for data in OLD]


def files(folder: Path) -> list[Path]:
    """The files that the child rewrites, in two folders."""
    return [folder / ("a" if n % 2 else "b") / f"{n}.py" for n in range(len(OLD))]


def main(folder: Path) -> None:
    """Rewrite all files together, take that back, and again, until killed."""
    paths = files(folder)
    while True:
        if all(path.read_bytes() == old for path, old in zip(paths, OLD, strict=True)):
            write(
                [
                    Write(str(path), sha256(old), new)
                    for path, old, new in zip(paths, OLD, NEW, strict=True)
                ],
                str(folder),
            )
        sys.stdout.write("wrote\n")
        sys.stdout.flush()
        undo(folder=str(folder))


def die_at(step: int) -> None:
    """Kill this process at its *step*-th call of what opens, syncs, replaces or removes a file."""
    calls = itertools.count(1)

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            if next(calls) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return called

    for name in ("open", "fsync", "replace", "unlink"):
        setattr(os, name, deadly(getattr(os, name)))


def repair(folder: Path) -> None:
    """What a user does after a crash: undo until the files are as they were."""
    while any(path.read_bytes() != old for path, old in zip(files(folder), OLD, strict=True)):
        runs = Journal(str(folder)).runs()
        try:
            undo(folder=str(folder))
        except Trouble:
            undo(runs[-1].of, folder=str(folder))  # an undo was killed: finish it


if __name__ == "__main__":
    die_at(int(sys.argv[2]))
    main(Path(sys.argv[1]))
