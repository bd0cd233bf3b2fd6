"""A plan in a folder of its own, a server that answers, and pytest run on it as users run it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from prompt_tests.recordings.read import read_recordings
from prompt_tests.serve.answers import Answers
from prompt_tests.serve.app import build
from prompt_tests.serve.background import background

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `plan.toml`, and what pytest said in it."""

    folder: Path

    def pytest(self, *words: str) -> tuple[int, str]:
        """Exit code and output of pytest with our shim loaded, in a process of its own."""
        entry = self.folder / "llm_cutover_pytest.py"
        shim = ROOT / "prompt_tests" / "pytest_plugin" / "pytest_entry.py"
        entry.write_bytes(shim.read_bytes())
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
        # -P: like an installed pytest, with nothing but what is installed and our checkout
        paths = f"{ROOT}{os.pathsep}{self.folder}"
        plugins = ["-pllm_cutover_pytest", "-pxdist.plugin", "-pno:cacheprovider"]
        command = [sys.executable, "-P", "-m", "pytest", *plugins]
        ended = subprocess.run(
            [*command, "--rootdir", str(self.folder), *words],
            cwd=self.folder,
            env=kept
            | {"PYTHONPATH": paths, "COLUMNS": "200", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return ended.returncode, ended.stdout + ended.stderr

    def replay(self, *words: str) -> tuple[int, str]:
        """`pytest plan.toml --cutover-replay plan.toml` and *words*."""
        return self.pytest("plan.toml", "--cutover-replay", "plan.toml", *words)


def counts(output: str) -> dict[str, int]:
    """The numbers of the last summary line."""
    last = output.rstrip().rpartition("\n")[2]
    return {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|error)", last)}


@contextmanager
def project(folder: Path, answers: dict[str, tuple[str, str]], plan: str = "") -> Iterator[Project]:
    """A project whose recordings are *answers*: id -> what the old and the new model say."""
    lines = []
    for name, texts in answers.items():
        for model, text in zip(("old", "new"), texts, strict=True):
            record = {
                "schema": "llm-cutover/recording@1",
                "id": name,
                "request": {"model": model, "messages": [{"role": "user", "content": name}]},
                "response": {"message": {"role": "assistant", "content": text}},
                "expect": [{"type": "contains", "value": "right"}],
                "tags": ["all"],
            }
            lines.append(json.dumps(record))
    recordings = folder / "recordings.jsonl"
    recordings.write_text("\n".join(lines) + "\n")
    with background(build(Answers(read_recordings(recordings)))) as url:
        (folder / "plan.toml").write_text(
            f"""[replay]
recordings = "recordings.jsonl"
model = "old"
old = "recorded"
new = "here:new"
endpoints = ["here={url}"]
{plan}"""
        )
        yield Project(folder)


@pytest.fixture
def good(tmp_path: Path) -> Iterator[Project]:
    """Thirty cases without a flip, gate at ten points: GO."""
    answers = {f"case-{i}": ("right", "quite right") for i in range(30)}
    with project(tmp_path, answers, "[gate]\nmargin = 0.1\n") as made:
        yield made


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[Project]:
    """Twelve of thirty cases regress: NO-GO."""
    answers = {f"case-{i}": ("right", "wrong" if i < 12 else "right") for i in range(30)}
    with project(tmp_path, answers) as made:
        yield made
