"""Run directories damaged at random are refused with place and reason: no GO comes of it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate.cli import run as run_cli
from tests.verdict.rundirs import write_run
from tests.verdict.world import FAIL, PASS, case, table

RUNS = {
    "loss": (table(12, 0, 48), 1),
    "few": (table(3, 1, 150, 2), 3),
    "protected": ([*table(0, 0, 200), case("precious", PASS, FAIL, protected=True)], 1),
    "good": (table(0, 1, 200), 0),
}
FILES = ("run.json", "recordings.jsonl", "results.jsonl", "verdict.json")
WORDS = ((b"right", b"wrong"), (b"wrong", b"right"), (b"NO-GO", b"GO"), (b"true", b"false"))
Damage = Callable[[bytearray, random.Random], bytes]


def flipped(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 3])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def holed(data: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return bytes(data[:start] + data[start + chance.randrange(1, 200) :])


def recounted(data: bytearray, chance: random.Random) -> bytes:
    digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    data[chance.choice(digits)] = chance.randrange(48, 58)
    return bytes(data)


def reordered(data: bytearray, chance: random.Random) -> bytes:
    lines = bytes(data).splitlines(keepends=True)
    again = [*chance.sample(lines, len(lines)), chance.choice(lines)]
    return b"".join(again[chance.choice([0, 1]) : chance.choice([-1, len(again)])])


def reworded(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data).replace(*chance.choice(WORDS), chance.choice([1, -1]))


KINDS: tuple[Damage, ...] = (flipped, cut, holed, recounted, reordered, reworded)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    for name, (cases, code) in RUNS.items():
        assert run_cli(["gate", str(write_run(folder / name, cases, run_id=name))]) == code
    return folder


def damaged(runs: Path, name: str, into: Path, chance: random.Random) -> list[str]:
    """A copy of a run with one file or two spoiled, or taken from another run; which files."""
    shutil.copytree(runs / name, into)
    spoiled = chance.sample(FILES, chance.choice([1, 1, 2]))
    for file in spoiled:
        if chance.random() < 0.15:
            shutil.copy(runs / chance.choice(list(RUNS)) / file, into)
        else:
            data = bytearray((into / file).read_bytes())
            (into / file).write_bytes(chance.choice(KINDS)(data, chance))
    return [file for file in spoiled if said(into / file) != said(runs / name / file)]


def said(path: Path) -> object:
    """What a file says: white space in JSON, and digits that no number is so exact to have, do not
    count."""
    data = path.read_bytes()
    try:
        return json.loads(data) if path.suffix == ".json" else data
    except ValueError:
        return data


def sweep(
    seed: int, times: int, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    for number in range(times):
        name, root = chance.choice(list(RUNS)), tmp_path / str(number)
        if not damaged(runs, name, root, chance):
            continue
        capsys.readouterr()
        code = run_cli(["gate", str(root)])
        told = capsys.readouterr()
        assert code == 2, (number, name, code, told.out)
        assert str(root) in told.err
        assert run_cli(["report", str(root), "-f", "text", "-o", "-"]) == 2
        assert capsys.readouterr().out == ""
        shutil.rmtree(root)


def test_damage_is_exit_2_with_its_place(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sweep(1, 25, runs, tmp_path, capsys)


def test_answers_to_other_cases_are_refused_where_no_verdict_knows_better(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(runs / "few", tmp_path / "run")
    (root / "verdict.json").unlink()
    assert run_cli(["gate", str(root)]) == 3
    (root / "verdict.json").unlink()
    shutil.copy(runs / "good" / "results.jsonl", root)
    assert run_cli(["gate", str(root)]) == 2
    assert (
        "answers to 45 cases that recordings.jsonl has not: case-156, " in capsys.readouterr().err
    )


@pytest.mark.slow
def test_a_thousand_damaged_runs_are_exit_2_with_their_place(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sweep(2, 1000, runs, tmp_path, capsys)
