"""Import of JSON Lines: megabytes a second of CPU, and the peak memory of a large file.

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

CHILD = """
import resource, sys, time
from pathlib import Path
from prompt_tests.logs.importing import Options, import_logs
began = time.process_time()
totals = import_logs([Path(sys.argv[1])], Path(sys.argv[2]), Options())
used = time.process_time() - began
print(totals.calls, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
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
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        calls, used, peak = ran.stdout.split()
        rate = log.stat().st_size / 1e6 / float(used)
    return f"{megabytes:5} MB, {int(calls):9,} calls: {rate:5.1f} MB/s of CPU, peak {peak} MB"


if __name__ == "__main__":
    for words in (60, 600):
        print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50, words))  # noqa: T201
