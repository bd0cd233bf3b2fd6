"""A replay over several workers is the replay of one."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from migrate.cli.replay.running import decide
from migrate.cli.replay.spread import part, spread
from migrate.cli.replay.wishes import Wishes
from prompt_tests.recordings.write import write_recordings
from tests.replay.test_command import asserted, model, replay, results, verdict

CLUSTER = """
if __name__ == "__main__":
    import sys
    from distributed import LocalCluster
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def wishes(source: Path, out: Path, url: str, **more: Any) -> Wishes:
    asked: dict[str, Any] = {
        "new": "x:new-m",
        "endpoint": [f"x={url}"],
        "jobs": 4,
        "isolated": True,
    }
    return Wishes(source, "recorded", out, **{**asked, **more})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "r.jsonl"
    write_recordings((asserted(n) for n in range(160)), path)
    return path


def test_the_parts_together_are_the_whole(source: Path, tmp_path: Path) -> None:
    with (
        model(*(asserted(n, "new-m") for n in range(160))) as url,
        ProcessPoolExecutor(2, get_context("spawn")) as workers,
    ):
        asked = wishes(source, tmp_path / "spread", url)
        assert decide(asked, spread(asked, workers)) == 0
        single = [source, "--old", "recorded", "--new", "x:new-m", "--endpoint", f"x={url}"]
        assert replay(*single, "--out", tmp_path / "single") == 0
        before = results(tmp_path / "spread")
        assert decide(asked, spread(asked, workers)) == 0  # complete: nothing is asked again
    assert results(tmp_path / "spread") == before
    assert len(before) == 160
    assert verdict(tmp_path / "spread")["pass"] == verdict(tmp_path / "single")["pass"]


def test_limits_are_shared_out(source: Path, tmp_path: Path) -> None:
    asked = wishes(source, tmp_path, "http://x", jobs=16, max_cost=8.0, max_requests=100)
    one = part(asked, 3, 8)
    assert (one.shard, one.jobs, one.max_cost, one.max_requests) == ("3/8", 2, 1.0, 12)


def test_an_empty_part_is_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    write_recordings([asserted(1)], path)
    with model(asserted(1, "new-m")) as url:
        words = [path, "--old", "recorded", "--new", "x:new-m", "--endpoint", f"x={url}"]
        codes = {
            replay(*words, "--out", tmp_path / str(n), "--shard", f"{n}/5") for n in range(1, 6)
        }
    assert codes == {3}


@pytest.mark.slow
def test_a_dask_cluster_replays_the_same(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    try:
        with model(*(asserted(n, "new-m") for n in range(160))) as url:
            command = [sys.executable, "-m", "migrate", "replay", "--isolated", str(source)]
            command += ["--old", "recorded", "--new", "x:new-m", "--endpoint", f"x={url}"]
            command += ["--out", str(tmp_path / "run"), "--scheduler", address]
            ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert (ended.returncode, ended.stdout[:4]) == (0, "GO: "), ended.stderr
        assert len(results(tmp_path / "run")) == 160
    finally:
        process.communicate("")
