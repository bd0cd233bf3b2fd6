"""Facts about libraries: data that lies as `facts.toml` beside the code that asks for it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def beside(module: str) -> dict[str, Any]:
    """The tables in the `facts.toml` beside the file of *module*."""
    return tomllib.loads(Path(module).with_name("facts.toml").read_text("utf-8"))
