"""The Pythons that have frameworks in them: found, or made as the requirement lists here say."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = Path(os.environ.get("LLM_CUTOVER_WIRE", HERE.parents[2] / ".wire"))


@cache
def installed() -> dict[Path, frozenset[str]]:
    """By interpreter: the top-level packages there. This one comes first."""
    pythons = [Path(sys.executable), *sorted(ROOT.glob("*/bin/python"))]
    return {python: _packages(python) for python in pythons}


def _packages(python: Path) -> frozenset[str]:
    folders = python.parent.parent.glob("lib/python*/site-packages")
    return frozenset(path.stem for folder in folders for path in folder.iterdir())


def python_with(packages: list[str]) -> Path | None:
    """The first interpreter that has all of *packages*, or None."""
    wanted = set(packages)
    return next((python for python, found in installed().items() if wanted <= found), None)


def make() -> None:
    """One environment for each list, under `.wire` (or where LLM_CUTOVER_WIRE says)."""
    for requirements in sorted(HERE.glob("requirements-*.txt")):
        folder = ROOT / requirements.stem.removeprefix("requirements-")
        if not folder.exists():
            venv.create(folder, with_pip=True)
        pip = [str(folder / "bin/python"), "-m", "pip", "install", "-q", "-r", str(requirements)]
        subprocess.run(pip, check=True)


if __name__ == "__main__":
    make()
    tests = [sys.executable, "-m", "pytest", "-q", "-rs", str(HERE)]
    raise SystemExit(subprocess.run(tests, cwd=HERE.parents[2], check=False).returncode)
