"""Big logs are read by several processes: nothing but the time may differ."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

CHILD = """
import json, os, signal, sys
from pathlib import Path
from migrate.errors import Trouble
from prompt_tests.logs import workers
from prompt_tests.logs.importing import import_logs, summary
from prompt_tests.logs.keeping import Options
from prompt_tests.recordings.where import value, where

def dies(*_):
    os.kill(os.getpid(), signal.SIGKILL)

how, out, *logs = sys.argv[1:]
workers.PAYS, workers._PIECE = 0, 2000
workers._processors = lambda: 1 if how == "alone" else 2
if how == "dies":
    workers._part = dies
some = {"where": where("tokens != 7"), "sample": 40, "stratify": value("model"), "seed": 3}
try:
    totals = import_logs(
        [Path(log) for log in logs], Path(out), Options(**(some if "some" in out else {}))
    )
    print(json.dumps(summary(totals)))
except Trouble as trouble:
    sys.exit(trouble.message)
"""


def _row(number: int) -> bytes:
    said = f"question {number - number % 5 // 4}"
    if number == 90:
        said += " with AKIA" + "Q3EGRTZ7K4WXNHJ5"
    messages = [{"role": "user", "content": said}]
    if number % 7 == 0:
        told = {"role": "assistant", "content": f"answer {number - 1}"}
        before = {"role": "user", "content": f"question {number - 1 - (number - 1) % 5 // 4}"}
        messages = [before, told, *messages]
    row = {
        "id": f"r{number % 150}",
        "model": f"m{number % 3 // 2}",
        "messages": messages,
        "response": {
            "choices": [{"message": {"role": "assistant", "content": f"answer {number}"}}]
        },
    }
    return json.dumps(row).encode()


def _log(folder: Path, name: str, start: int) -> Path:
    lines = [_row(number) for number in range(start, start + 200)]
    lines[50:50] = [b"", b"{torn", b"[1]", b'{"id": "\xff"}', b'{"id": 1, "id": 2}', b'{"x": 1}']
    path = folder / name
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    return path


def _run(how: str, out: Path, *logs: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CHILD, how, str(out), *map(str, logs)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["all.jsonl", "some.jsonl"])
def test_recordings_and_report_are_those_of_one_process(tmp_path: Path, name: str) -> None:
    logs = _log(tmp_path, "a.log", 0), _log(tmp_path, "b.log", 150)
    (tmp_path / "alone").mkdir()
    (tmp_path / "many").mkdir()
    alone = _run("alone", tmp_path / "alone" / name, *logs)
    many = _run("many", tmp_path / "many" / name, *logs)
    assert alone.stderr == many.stderr == ""
    assert many.stdout == alone.stdout
    assert (tmp_path / "many" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()
    report = json.loads(many.stdout)
    assert report["calls"] == 400
    assert report["repeats"] > 0
    assert sum(item["count"] for item in report["skipped"]) == 10
    assert {item["first"].rpartition(":")[2] for item in report["skipped"]} == {
        "52", "53", "54", "55", "56"
    }  # fmt: skip
    assert report["replaced"]


def test_a_worker_that_is_killed_ends_the_import_and_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    ran = _run("dies", out, _log(tmp_path, "a.log", 0))
    assert ran.stderr == "a worker process was killed: nothing was written\n"
    assert ran.returncode == 1
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.log", "out.jsonl"]
