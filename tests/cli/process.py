"""The command line as a process of its own, as a shell or a CI job starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEUTRAL = ("NO_COLOR", "FORCE_COLOR", "TERM", "GITHUB_ACTIONS", "CI", "PY_COLORS", "COLUMNS")


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without keys and what steers output, then with *changes*."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in NEUTRAL
        and not name.startswith(("LLM_CUTOVER", "GIT_", "PYTEST", "COV"))
        and not name.endswith("_API_KEY")
    }
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"} | changes


def run(
    *words: str,
    cwd: Path | None = None,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `llm-cutover *words*` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "migrate", *words],
        cwd=cwd,
        input=stdin,
        env=environment(**(env or {})),
        capture_output=True,
        timeout=120,
        check=False,
    )
