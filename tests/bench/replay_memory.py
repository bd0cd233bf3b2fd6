"""Peak memory of a replay alone, by number of calls: it must not grow with them."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.replay_speed import stub

CHILD = """
import resource, sys
from tests.bench.replay_speed import ours
ours(sys.argv[1], int(sys.argv[2]), 50)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def main(sizes: tuple[int, ...] = (200, 2_000, 10_000)) -> None:
    """Print one line per number of calls."""
    for size in sizes:
        with stub("--delay", "0.005") as url:
            command = [sys.executable, "-c", CHILD, url, str(size)]
            peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        print(f"{size:7,} calls: peak {int(peak)} MB")  # noqa: T201


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or (200, 2_000, 10_000))
