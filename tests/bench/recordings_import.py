"""Import of JSON Lines: megabytes a second, and the peak memory of all its processes.

python -m tests.bench.recordings_import [MEGABYTES]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import sleep

CHILD = """
import resource, sys, time
from pathlib import Path
from prompt_tests.logs.importing import import_logs
from prompt_tests.logs.keeping import Options
began = time.perf_counter()
totals = import_logs([Path(sys.argv[1])], Path(sys.argv[2]), Options())
wall = time.perf_counter() - began
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(totals.calls, wall, sum(u.ru_utime + u.ru_stime for u in used))
"""
WORDS = ("the", "a", "of", "to", "and", "model", "answer", "ticket", "refund", "order", "rather")


def rows(size: int, words: int, random: Random) -> Iterator[bytes]:
    """Plain pairs of about *words* words, *size* bytes of them; seven of eight are new."""
    written = number = 0
    while written < size:
        text = f"call {number - number % 8 // 7}: " + " ".join(random.choices(WORDS, k=words))
        messages = [
            {"role": "system", "content": "You are a helpful agent. " * 8},
            {"role": "user", "content": text},
        ]
        request = {"model": "gpt-4o-mini", "messages": messages, "temperature": 0.2}
        answer = {"role": "assistant", "content": " ".join(random.choices(WORDS, k=words))}
        choice = {"index": 0, "message": answer, "finish_reason": "stop"}
        usage = {"prompt_tokens": 300, "completion_tokens": 200, "total_tokens": 500}
        response = {"id": f"chatcmpl-{number}", "choices": [choice], "usage": usage}
        line = json.dumps({"id": f"r{number}", "request": request, "response": response})
        yield line.encode() + b"\n"
        written += len(line) + 1
        number += 1


def measure(megabytes: int, words: int) -> str:
    """One line of figures for one file."""
    with tempfile.TemporaryDirectory() as folder:
        log, out = Path(folder, "log.jsonl"), Path(folder, "out.jsonl")
        with log.open("wb") as file:
            file.writelines(rows(megabytes << 20, words, Random(1)))
        command = [sys.executable, "-c", CHILD, str(log), str(out)]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        peak = 0
        while running.poll() is None:
            peak = max(peak, held(running.pid))
            sleep(0.2)
        calls, wall, used = running.communicate()[0].split()
        size = log.stat().st_size / 1e6
    return (
        f"{megabytes:5} MB, {int(calls):9,} calls: {size / float(wall):5.1f} MB/s,"
        f" {size / float(used):5.1f} MB/s of CPU, peak {peak >> 10} MB"
    )


def held(pid: int) -> int:
    """kB that a process and its children hold; what they share counts once."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0
    line = next((line for line in rollup.splitlines() if line.startswith("Pss:")), "Pss: 0")
    return int(line.split()[1]) + sum(held(int(child)) for child in children)


if __name__ == "__main__":
    for words in (60, 600):
        print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50, words))  # noqa: T201
