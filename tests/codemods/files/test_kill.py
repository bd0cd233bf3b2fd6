"""kill -9 at any moment leaves every file old or new, and `undo` brings the old ones back."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from codemods.writing.journal import sha256
from codemods.writing.writer import Write, write
from tests.codemods.files.killing import NEW, OLD, files, repair

STEPS = 70
"""So many calls, about, write the files and take them back."""


def kill_often(folder: Path, times: int) -> set[tuple[bool, ...]]:
    """Kill the child *times* times, at some moment or at some step of its work; the mixtures of
    old (False) and new (True) that were seen."""
    chance = random.Random(7)
    for path, old in zip(files(folder), OLD, strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(old)
    seen = set()
    for number in range(times):
        step = chance.randrange(1, STEPS) if number % 2 else 0
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.codemods.files.killing", str(folder), str(step)],
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        child.stdout.readline()  # it is under way
        if not step:
            time.sleep(chance.random() * 0.05)
            child.kill()
        child.communicate()
        contents = [path.read_bytes() for path in files(folder)]
        for content, old, new in zip(contents, OLD, NEW, strict=True):
            assert content in (old, new), "a torn file"
        seen.add(tuple(content != old for content, old in zip(contents, OLD, strict=True)))
        repair(folder)
    write([Write(str(files(folder)[0]), sha256(OLD[0]), NEW[0])], str(folder))
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert found == sorted(files(folder)), "what killed runs left was not swept"
    return seen


def test_fifty_kills_tear_no_file(tree: Path) -> None:
    kill_often(tree, 50)


@pytest.mark.slow
def test_five_hundred_kills_tear_no_file(tree: Path) -> None:
    seen = kill_often(tree, 500)
    assert len(seen) > 2, "the kills came at one moment only"
