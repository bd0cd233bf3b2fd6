"""What a run's files may turn out to be."""

from __future__ import annotations

from migrate.errors import Trouble


class Damaged(Trouble):
    """A line inside a file is not what was written: somebody else changed it, or the disk did."""

    exit_code = 70
