"""How a scan grows with the number of like files: CPU of made-up repositories of N and 4 N of them.

`python -m tests.bench.scan_growth [-n N] [SHAPE ...]`: what takes much more than four times as long
for four times as much, beyond starting up, is named at the end. Each scan is a process of its own,
forked after all modules were loaded, and is ended after some seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from migrate.cli import run
from tests.bench.shapes import RECIPES, shapes, written

MANY = 80
FACTOR = 4
LONGER = 4
"""How many times as many places a long file has as a repository has files."""
TRAP = 4.6
"""What grows more than so many times for four times as much grows with more than its number."""
LIMIT = 20
"""Seconds of CPU after which a scan is ended."""
TOO_LONG = 6
"""Seconds for N from which on four times N is not tried: it would be ended."""
SHORT = 0.15
"""Seconds that are too few to tell growth by."""
COMMON = ("scan", ".", "--as-of", "2026-11-20", "--docs", "--deps", "--no-progress", "--no-cache")


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of CPU beyond those of a repository of one, for N and four times N."""

    shape: str
    recipe: str
    few: float
    many: float

    @property
    def times(self) -> float:
        """How many times as long the larger one took."""
        return self.many / max(self.few, 0.01)

    @property
    def is_trap(self) -> bool:
        """Whether it grows clearly more than the repository does."""
        return self.many > SHORT and (self.times > TRAP or self.many >= LIMIT)


def main(words: list[str]) -> int:
    """Print a line for each shape and recipe, and which of them are traps."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shapes", nargs="*", help="parts of names; all without")
    parser.add_argument("-n", type=int, default=MANY)
    parser.add_argument("--recipe", action="append", choices=[*RECIPES])
    parser.add_argument("--keep", type=Path, help="a folder for what each scan found, as JSON")
    given = parser.parse_args(words)
    traps = []
    for growth in _grown(given):
        mark = "  <- trap" if growth.is_trap else ""
        row = f"{growth.shape:42} {growth.recipe:20} {growth.few:7.2f} {growth.many:7.2f}"
        sys.stdout.write(f"{row} {growth.times:6.1f} x{mark}\n")
        sys.stdout.flush()
        traps += [growth.shape] if growth.is_trap else []
    sys.stdout.write(f"{len(traps)} of them grow with more than their number\n")
    return 0


def _grown(given: argparse.Namespace) -> Iterator[Growth]:
    _warm()
    for recipe in given.recipe or RECIPES:
        base = min(cost("python.modules", recipe, 1, None) for _ in range(3))
        for name in shapes():
            if not given.shapes or any(part in name for part in given.shapes):
                few = cost(name, recipe, given.n, given.keep) - base
                many = (
                    cost(name, recipe, given.n * FACTOR, given.keep) - base
                    if few < TOO_LONG
                    else LIMIT
                )
                yield Growth(name, recipe, few, many)


def cost(shape: str, recipe: str, n: int, keep: Path | None) -> float:
    """Seconds of CPU that one scan takes, the loading of modules left out."""
    times = LONGER if shape.startswith("long.") and n > 1 else 1
    with tempfile.TemporaryDirectory() as home:
        written(shapes()[shape], n * times, RECIPES[recipe], Path(home))
        out = keep / f"{shape}-{recipe}-{n}.json" if keep is not None else Path(os.devnull)
        return _scanned(Path(home), recipe, out)


def _warm() -> None:
    """Load every module that a scan needs, before anything is measured: forks have them then."""
    with tempfile.TemporaryDirectory() as home, redirect_stdout(StringIO()), chdir(home):
        for name, shape in shapes().items():
            written(shape, 1, RECIPES["openai-to-deepseek"], Path(home, name))
        run([*COMMON, "--recipe", "openai-to-deepseek", "-f", "json"])


def _scanned(home: Path, recipe: str, out: Path) -> float:
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with chdir(home):
            os._exit(run([*COMMON, "--recipe", recipe, "-f", "json"]))
    _, _, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
