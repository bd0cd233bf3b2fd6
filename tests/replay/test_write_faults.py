"""The disk fails at every single write of a run, or the run is killed there: nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from prompt_tests.recordings.write import write_recordings
from prompt_tests.replaying import appending
from tests.replay.test_command import asserted, model, replay, verdict
from tests.replay.test_resume import normalised

CASES = 3
WRITES = 3 * CASES
"""A claim, its end and an answer for each case."""
real_write = os.write
Write = Callable[[int, bytes], int]


@pytest.fixture
def words(tmp_path: Path) -> Iterator[list[object]]:
    source = tmp_path / "old.jsonl"
    write_recordings((asserted(n) for n in range(CASES)), source)
    with model(*(asserted(n, "new-m") for n in range(CASES))) as url:
        endpoint = ["--endpoint", f"x={url}", "--jobs", "1"]
        yield [source, "--old", "recorded", "--new", "x:new-m", *endpoint, "--out"]


def full(file: int, line: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def broken(file: int, line: bytes) -> int:
    raise OSError(errno.EIO, "Input/output error")


def torn(file: int, line: bytes) -> int:
    return real_write(file, line[: len(line) // 2])


def from_the(number: int, fault: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write number *number* and all after it meet *fault*."""
    count = iter(range(10**9))

    def write(file: int, line: bytes) -> int:
        return real_write(file, line) if next(count) < number else fault(file, line)

    monkeypatch.setattr(appending, "write", write)


@pytest.mark.parametrize("fault", [full, broken, torn])
@pytest.mark.parametrize("number", range(WRITES))
def test_a_disk_that_fails_is_one_line_and_the_next_start_goes_on(
    words: list[object],
    tmp_path: Path,
    fault: Write,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as patch:
        from_the(number, fault, patch)
        assert replay(*words, tmp_path / "run") == 2
    assert "what was finished is kept" in capsys.readouterr().err
    assert replay(*words, tmp_path / "run") == 3  # three cases are too few to decide
    assert_complete(tmp_path / "run")


def test_killed_after_every_write_a_run_goes_on_as_if_it_had_not_been(
    words: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[int, bytes]] = []

    def write(file: int, line: bytes) -> int:
        written.append((os.fstat(file).st_ino, line))
        return real_write(file, line)

    whole, names = tmp_path / "whole", ("claims.jsonl", "results.jsonl")
    with monkeypatch.context() as patch:
        patch.setattr(appending, "write", write)
        assert replay(*words, whole) == 3
    assert len(written) == WRITES
    files = {(whole / name).stat().st_ino: name for name in names}
    for number in range(WRITES):
        for torn_by in (0, 1, 7):
            run = tmp_path / f"run-{number}-{torn_by}"
            run.mkdir()
            for name in ("run.json", "recordings.jsonl"):
                shutil.copy(whole / name, run)
            for inode, line in written[:number]:
                append(run / files[inode], line)
            inode, line = written[number]
            append(run / files[inode], line[:torn_by])
            assert replay(*words, run) == 3
            assert_complete(run)
            assert normalised(run) == normalised(whole)


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def assert_complete(run: Path) -> None:
    found: dict[str, Any] = verdict(run)
    assert (found["n"], found["errors"]) == (CASES, {"old": 0, "new": 0})
    assert len(normalised(run)) == CASES
