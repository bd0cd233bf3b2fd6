"""`runs`: shards merged as if never parted, damage repaired, a run shown."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from migrate.cli import run
from migrate.git import head
from prompt_tests.recordings.write import write_recordings
from prompt_tests.replaying import runinfo
from prompt_tests.rundir import RunDir
from tests.replay.test_command import asserted, model, results, verdict
from tests.replay.test_command import replay as replays


def sharded(tmp_path: Path, parts: int, *more: object) -> list[Path]:
    source = tmp_path / "r.jsonl"
    write_recordings((asserted(n) for n in range(160)), source)
    outs = [tmp_path / f"part-{number}" for number in range(1, parts + 1)]
    with model(*(asserted(n, "new-m") for n in range(160))) as url:
        words = [source, "--old", "recorded", "--new", "x:new-m", "--endpoint", f"x={url}", *more]
        for number, out in enumerate(outs, 1):
            replays(*words, "--out", out, "--shard", f"{number}/{parts}")
        assert replays(*words, "--out", tmp_path / "whole") == 0
    return outs


def test_merged_shards_are_the_whole_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outs = sharded(tmp_path, 3)
    assert all(len(results(out)) > 20 for out in outs)
    assert run(["runs", "merge", *map(str, outs), "-o", str(tmp_path / "merged")]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("GO: ")
    merged, whole = verdict(tmp_path / "merged"), verdict(tmp_path / "whole")
    assert merged["pass"] == whole["pass"]
    assert merged["n"] == 160
    assert run(["gate", str(tmp_path / "merged")]) == 0  # complete in itself
    assert run(["runs", "merge", *map(str, outs), "-o", str(tmp_path / "merged")]) == 2


def test_what_is_not_one_run_is_not_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, three = sharded(tmp_path, 3)
    new = str(tmp_path / "merged")
    assert run(["runs", "merge", str(one), str(two), "-o", new]) == 2
    assert "part 3/3 is missing" in capsys.readouterr().err
    assert run(["runs", "merge", str(one), str(two), str(two), "-o", new]) == 2
    info = runinfo.load(three)
    runinfo.save(replace(info, new=replace(info.new, model="another")), RunDir(three))
    assert run(["runs", "merge", str(one), str(two), str(three), "-o", new]) == 2
    assert "new.model: new-m before, another now" in capsys.readouterr().err
    assert run(["runs", "merge", str(one), str(tmp_path / "none"), "-o", new]) == 2
    assert not Path(new).exists()


def test_shards_of_different_recordings_are_not_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outs = [tmp_path / "1", tmp_path / "2"]
    with model(*(asserted(n, "new-m") for n in range(160))) as url:
        for number, (out, many) in enumerate(zip(outs, (160, 159), strict=True), 1):
            source = tmp_path / f"{number}.jsonl"
            write_recordings((asserted(n) for n in range(many)), source)
            words = [source, "--old", "recorded", "--new", "x:new-m", "--endpoint", f"x={url}"]
            replays(*words, "--out", out, "--shard", f"{number}/2")
    assert run(["runs", "merge", *map(str, outs), "-o", str(tmp_path / "merged")]) == 2
    assert "no part of the same run: options.all_recordings_sha256" in capsys.readouterr().err


def test_damage_is_repaired_and_asked_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = sharded(tmp_path, 1)[0]
    path = out / "results.jsonl"
    path.write_bytes(path.read_bytes().replace(b"answer is 7.", b"answer is 8."))
    assert run(["runs", "repair", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "159 lines kept, 1 dropped"
    assert len(results(out)) == 159
    assert run(["runs", "repair", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "159 lines kept, 0 dropped"


def test_a_run_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = sharded(tmp_path, 1)[0]
    capsys.readouterr()
    assert run(["runs", "show", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["cases"] == 160
    assert told["answers"] == {"ok": 160}
    assert told["requests"] == 160
    assert told["cost_usd"] is None
    assert told["outcome"] == "GO"
    assert run(["runs", "show", str(out)]) == 0
    said = capsys.readouterr().out
    assert "answers: 160 ok\n" in said
    assert "cost usd: unknown\n" in said
    assert run(["runs", "show", str(tmp_path / "none")]) == 2


def test_a_run_says_what_code_and_which_prompts_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, file = tmp_path / "code", tmp_path / "code" / "app.py"
    code.mkdir()
    file.write_text("first\n")
    git = ["git", "-C", str(code), "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], check=True)
    monkeypatch.chdir(code)
    clean = runinfo.load(sharded(tmp_path / "code", 1)[0])
    assert re.fullmatch("[0-9a-f]{40}", clean.git_sha)
    file.write_text("second\n")
    assert head(str(code)) == f"{clean.git_sha}-dirty"
    assert clean.prompts_sha256 == ""  # these requests have but their user's words
    assert clean.seed == 1
