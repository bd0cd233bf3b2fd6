"""Scanning a large tree, beside reading it in Python, ast-grep and llm-sunset.

`python -m tests.bench.scan_speed [TREE]`; without TREE, the wheels of fourteen LLM packages are
downloaded once and unpacked into the user's cache folder. Whole processes, the best of a few runs;
CPU seconds are the steadier figure on a machine that does other things besides.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from codemods.cache import cache_home

PACKAGES = (
    *("litellm", "langchain-community", "camel-ai", "agno", "metagpt", "aider-chat", "crewai"),
    *("dspy", "mem0ai", "gpt-researcher", "llama-index-core", "pydantic-ai-slim", "open-webui"),
    "letta",
)
PEERS = ("ast-grep-cli", "llm-sunset")
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
PYTHON_ONLY = ("--include", "*.py")
DAY = ("--as-of", "2026-11-20", "--no-progress", "-f", "json")
READ = """
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".py"):
            with open(os.path.join(folder, name), "rb") as stream: stream.read()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process: seconds by the clock, seconds of CPU, megabytes at its peak."""

    wall: float
    cpu: float
    peak: float


def once(command: list[str]) -> Cost:
    """Run *command* once, its output thrown away."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    wall = time.perf_counter() - began
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(command: list[str]) -> Cost:
    """The cheapest of some runs, figure by figure."""
    costs = [once(command) for _ in range(RUNS)]
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), min(c.peak for c in costs))


def corpus(home: Path) -> Path:
    """The unpacked wheels, downloaded when they are not there yet."""
    tree = home / "tree"
    if not tree.exists():
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        wheels = home / "wheels"
        for package in PACKAGES:
            subprocess.run([*pip, "-d", str(wheels), package], check=True)
        for wheel in sorted(wheels.glob("*.whl")):
            zipfile.ZipFile(wheel).extractall(tree / wheel.name.partition("-")[0])
    return tree


def peers(home: Path) -> Path:
    """The folder of the other tools' programs, installed when they are not there yet."""
    programs = home / "peers" / "bin"
    if not (programs / "llm-sunset").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "peers")], check=True)
        subprocess.run([str(programs / "pip"), "install", "-q", *PEERS], check=True)
    return programs


def small(folder: Path) -> str:
    """A repository of fifty files, one of which has something to move."""
    for number in range(49):
        (folder / f"m{number}.py").write_text(f"def f{number}():\n    return {number}\n" * 40)
    code = "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4o')\n"
    (folder / "app.py").write_text(code)
    return str(folder)


def main() -> None:
    """Print the table."""
    home = cache_home() / "bench"
    tree = Path(sys.argv[1]) if sys.argv[1:] else corpus(home)
    tools = peers(home)
    files = [p for p in tree.rglob("*.py") if p.is_file()]
    size = sum(p.stat().st_size for p in files)
    print(f"{len(files):,} Python files, {size / 1e6:.0f} MB; best of {RUNS}")  # noqa: T201
    ours = [sys.executable, "-m", "migrate", "scan", str(tree), *DAY]
    cold = [*ours, "--no-cache"]
    with tempfile.TemporaryDirectory() as folder:
        rows = {
            "read the Python files": [sys.executable, "-c", READ, str(tree)],
            "deepseek-v3-aliases": [*cold, *PYTHON_ONLY, "--recipe", "deepseek-v3-aliases"],
            "deepseek-v3-aliases, all files": [*cold, "--recipe", "deepseek-v3-aliases"],
            "retired": [*cold, *PYTHON_ONLY, "--recipe", "retired"],
            "retired, all files": [*cold, "--recipe", "retired"],
            "retired, cached": [*ours, *PYTHON_ONLY, "--recipe", "retired"],
            "a repository of 50 files": [*cold[:4], small(Path(folder)), *cold[5:]],
            "ast-grep, one pattern": [str(tools / "ast-grep"), "run", "-l", "python",
                                      "-p", "OpenAI($$$)", str(tree)],
            "llm-sunset": [str(tools / "llm-sunset"), "scan", str(tree)],
        }  # fmt: skip
        chosen = os.environ.get("BENCH_ONLY", "")
        for name, command in rows.items():
            if chosen in name:
                if "cached" in name:
                    once(command)
                cost = best(command)
                print(  # noqa: T201
                    f"{name:32} {cost.wall:8.2f} s {cost.cpu:8.2f} s CPU {cost.peak:7.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
