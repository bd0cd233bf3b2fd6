"""Peak memory of the whole `replay` command, by number of calls: asking, judging, deciding."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from prompt_tests.recording import Recording, Response
from prompt_tests.recordings.write import write_recordings
from tests.bench.replay_speed import request, stub

CHILD = """
import resource, sys
from migrate.cli import run
code = run(sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
EXPECT = ({"type": "contains", "value": "You said"},)


def recording(number: int) -> Recording:
    message = {"role": "assistant", "content": f"You said: {number}"}
    return Recording(str(number), request(number), Response(message), expect=EXPECT)


def main(sizes: tuple[int, ...] = (2_000, 10_000, 30_000)) -> None:
    """Print one line per number of calls."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, stub("--delay", "0.005") as url:
            path = Path(folder) / "recordings.jsonl"
            write_recordings(map(recording, range(size)), path)
            words = ["replay", "--isolated", str(path), "--old", "recorded", "--new", "x:stub"]
            words += ["--endpoint", f"x={url}", "--out", f"{folder}/run", "--jobs", "50"]
            command = [sys.executable, "-c", CHILD, *words]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            code, peak = done.stdout.splitlines()[-1].split()
        print(f"{size:7,} calls: exit {code}, peak {peak} MB", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or (2_000, 10_000, 30_000))
