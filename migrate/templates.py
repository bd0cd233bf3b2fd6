"""Where the shipped templates lie: inside the wheel's `migrate`, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def template_root() -> Path:
    """The folder `templates/`, right in a wheel, an editable install and a bare checkout."""
    shipped = Path(__file__).parent / "templates"
    return shipped if shipped.is_dir() else Path(__file__).parents[1] / "templates"
