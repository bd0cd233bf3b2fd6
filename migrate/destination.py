"""Where a file that a user names is written: beside it first, or straight into a device or pipe."""

from __future__ import annotations

import os
from pathlib import Path


def destination(path: Path) -> tuple[Path, bool]:
    """What to write for *path*, and whether it is a device or a pipe, which is written to as it is.

    The target of a link is what changes, not the link. A pipe of the shell (``>(command)``) is a
    link whose target has no place in the file system, so it is never followed.
    """
    special = path.exists() and not path.is_file()
    return (path if special else Path(os.path.realpath(path))), special
