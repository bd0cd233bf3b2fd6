"""`python -m tests.sweep [FOLDER...]`: every plan on every package of `packages.txt`.

The packages are downloaded once, by pip, and unpacked into the user's cache folder; a FOLDER whose
subfolders are projects is swept in their place. SWEEP_ONLY names plans, separated by commas. Prints
a line for each package and for each broken promise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from migrate.homes import own_folder
from tests.sweep.sweep import sweep

HERE = Path(__file__).parent


def packages(home: Path) -> list[Path]:
    """The unpacked packages, one folder for each, downloaded when they are not there yet."""
    names = HERE.joinpath("packages.txt").read_text("utf-8").split()
    wheels = home / "wheels"
    for name in names:
        if not (home / "tree" / name).exists():
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
            only = ["--only-binary", ":all:", "-d", str(wheels / name), name]
            subprocess.run([*pip, *only], check=True)
            for wheel in (wheels / name).glob("*.whl"):
                zipfile.ZipFile(wheel).extractall(home / "tree" / name)
    return [home / "tree" / name for name in names]


def main() -> None:
    """Sweep, and exit with 1 when a promise was broken."""
    trees = [tree for folder in sys.argv[1:] for tree in sorted(Path(folder).iterdir())]
    trees = trees or packages(own_folder("CACHE") / "sweep")
    wanted = [name for name in os.environ.get("SWEEP_ONLY", "").split(",") if name]
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"XDG_STATE_HOME": f"{scratch}/state", "XDG_CACHE_HOME": f"{scratch}/cache"}
        for tree in trees:
            copy = Path(scratch, "tree")
            shutil.copytree(tree, copy, symlinks=True)
            total["packages"] += 1
            total["files"] += sum(path.is_file() for path in copy.rglob("*"))
            for plan, outcome in sweep(copy, Path(scratch), wanted):
                total["runs"] += 1
                total["files changed"] += outcome.changed
                total["edits"] += outcome.edits
                total["broken promises"] += len(outcome.broken)
                for words in outcome.broken:
                    print(f"{tree.name} {plan}: {words}", flush=True)  # noqa: T201
            shutil.rmtree(copy)
            said = ", ".join(f"{number:,} {what}" for what, number in total.items())
            print(f"{tree.name}; so far {said}", flush=True)  # noqa: T201
    sys.exit(bool(total["broken promises"]))


if __name__ == "__main__":
    main()
