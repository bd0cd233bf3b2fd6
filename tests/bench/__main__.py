"""`make bench`: runs every benchmark in this folder, or those named, each in a process of its own.

To add one is to add a file with a `main()`; what it prints is its table.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """The benchmarks: the files here that have a `main`."""
    return [p.stem for p in sorted(HERE.glob("[a-z]*.py")) if "def main(" in p.read_text("utf-8")]


def main(wanted: list[str]) -> int:
    """Run the *wanted* ones (default: all); 1 when one of them fails."""
    failed = []
    for name in wanted or names():
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        done = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
        failed += [name] if done.returncode else []
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
