"""`replay --noise` and `--confirm`: who is asked how often, and what is made of the answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrate.cli import run as run_cli
from prompt_tests.recording import Recording
from prompt_tests.recordings.write import write_recordings
from prompt_tests.serve.answers import Answers
from prompt_tests.serve.app import build
from prompt_tests.serve.background import background
from tests.verdict.rundirs import response
from tests.verdict.world import EXPECT, FAIL, PASS, recording

NEW = {f"lost{i}": [FAIL] for i in range(3)} | {f"odd{i}": [FAIL, PASS] for i in range(2)}
"""What the new model answers, one after the other; everything else is right."""
ALL = [*NEW, *(f"kept{i}" for i in range(15))]


def lines() -> Iterator[Recording]:
    for name in ALL:
        for model, answers in (("old", [PASS]), ("new", NEW.get(name, [PASS]))):
            messages = [{"role": "user", "content": name}]
            first, *rest = map(response, answers)
            asked = recording(name, request={"model": model, "messages": messages})
            yield replace(asked, response=first, repeats=tuple(rest), expect=EXPECT)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[list[str]]:
    """The words of a replay of 20 cases, of which three are lost and two come and go."""
    source = tmp_path / "r.jsonl"
    write_recordings(lines(), source)
    with background(build(Answers(lines()))) as url:
        words = ["replay", source, "--model", "old", "--new", "here:new", "-o", tmp_path / "run"]
        words += ["--jobs", "1"]
        yield [*map(str, words), "--endpoint", f"here={url}"]


def asked(root: Path) -> Counter[tuple[str, str]]:
    """How many answers there are of which side to a case of which kind."""
    rows = [json.loads(line) for line in (root / "results.jsonl").read_text().splitlines()]
    per_case = Counter((row["case"], row["side"]) for row in rows)
    return Counter({(case.rstrip("0123456789"), side): n for (case, side), n in per_case.items()})


def verdict(root: Path) -> Any:
    return json.loads((root / "verdict.json").read_text())


def labels(root: Path) -> Counter[str]:
    return Counter(one["label"] for one in verdict(root)["confirmations"])


LIVE = {("lost", "old"): 5, ("odd", "old"): 5, ("kept", "old"): 3}
LIVE |= {("lost", "new"): 3, ("odd", "new"): 3, ("kept", "new"): 1}


def test_the_floor_takes_all_cases_and_confirmation_only_those_that_flipped(
    world: list[str], tmp_path: Path, capsys: Any
) -> None:
    run_cli([*world, "--old", "here:old", "--noise", "2"])
    assert asked(tmp_path / "run") == LIVE
    found = verdict(tmp_path / "run")
    assert (found["noise"]["source"], found["noise"]["cases"]) == ("old", 20)
    assert found["noise"]["draws"] == 2
    assert labels(tmp_path / "run") == {"confirmed": 3, "flaky": 2}
    assert found["pass"]["negative_flips"] == 5


def test_asking_flips_again_says_nothing_of_the_floor(
    world: list[str], tmp_path: Path, capsys: Any
) -> None:
    run_cli([*world, "--old", "here:old", "--confirm", "4"])
    expected = {key: 1 if key[0] == "kept" else 5 for key in LIVE}
    assert asked(tmp_path / "run") == expected
    assert verdict(tmp_path / "run")["noise"] is None
    assert labels(tmp_path / "run") == {"confirmed": 5}  # half as often is less often, too
    (one, *_) = verdict(tmp_path / "run")["confirmations"]
    assert (one["old"], one["new"]) == ([4, 4], [0, 4])


def test_a_floor_without_confirmations(world: list[str], tmp_path: Path, capsys: Any) -> None:
    run_cli([*world, "--old", "here:old", "--noise", "1", "--confirm", "0"])
    expected = {key: 2 if key[1] == "old" else 1 for key in LIVE}
    assert asked(tmp_path / "run") == expected
    # the old side alone was asked again: its rate is known better, the new one's is not
    assert labels(tmp_path / "run") == {"open": 5}


def test_when_the_old_model_is_gone_the_new_one_shows_the_floor(
    world: list[str], tmp_path: Path, capsys: Any
) -> None:
    run_cli([*world, "--old", "recorded", "--noise", "9"])
    expected = {("lost", "new"): 19, ("odd", "new"): 19, ("kept", "new"): 10}
    assert asked(tmp_path / "run") == expected
    found = verdict(tmp_path / "run")
    assert (found["noise"]["source"], found["noise"]["draws"]) == ("new", 9)
    assert labels(tmp_path / "run") == {"confirmed": 3, "flaky": 2}


def test_recordings_with_repeats_show_it_themselves(
    world: list[str], tmp_path: Path, capsys: Any
) -> None:
    repeated = [replace(one, repeats=(response(PASS),)) for one in lines()]
    write_recordings(repeated, tmp_path / "r.jsonl")
    run_cli([*world, "--old", "recorded", "--noise", "2"])
    assert asked(tmp_path / "run") == {("lost", "new"): 3, ("odd", "new"): 3, ("kept", "new"): 1}
    assert verdict(tmp_path / "run")["noise"]["source"] == "repeats"


@pytest.mark.parametrize("most", [30, 62, 75, 85])
def test_a_run_that_was_stopped_asks_what_is_left(
    most: int, world: list[str], tmp_path: Path, capsys: Any
) -> None:
    words = [*world, "--old", "here:old", "--noise", "2"]
    assert run_cli([*words, "--max-requests", str(most)]) == 3
    assert sum(asked(tmp_path / "run").values()) < sum(LIVE.values())
    assert run_cli(words) == 1 or verdict(tmp_path / "run")["outcome"] == "UNDECIDED"
    assert asked(tmp_path / "run") == LIVE
    before = (tmp_path / "run" / "results.jsonl").read_bytes()
    run_cli(words)
    assert (tmp_path / "run" / "results.jsonl").read_bytes() == before


def test_a_batch_confirms_in_a_second_batch(world: list[str], tmp_path: Path, capsys: Any) -> None:
    run_cli([*world, "--old", "here:old", "--noise", "2", "--batch"])
    assert asked(tmp_path / "run") == LIVE
    assert labels(tmp_path / "run") == {"confirmed": 3, "flaky": 2}
    assert not (tmp_path / "run" / "batches.json").exists()


def test_gate_decides_the_same_again(world: list[str], tmp_path: Path, capsys: Any) -> None:
    run_cli([*world, "--old", "here:old", "--noise", "2"])
    before = verdict(tmp_path / "run")
    run_cli(["gate", str(tmp_path / "run")])
    assert verdict(tmp_path / "run") == before


def test_a_run_with_other_draws_is_another_run(
    world: list[str], tmp_path: Path, capsys: Any
) -> None:
    run_cli([*world, "--old", "here:old"])
    assert run_cli([*world, "--old", "here:old", "--confirm", "2"]) == 2
    assert "options.confirm" in capsys.readouterr().err
