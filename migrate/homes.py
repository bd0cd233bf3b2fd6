"""Where this tool keeps what is the user's: the folders of the XDG base directory standard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

_DEFAULTS = {"CACHE": ".cache", "DATA": ".local/share", "STATE": ".local/state"}


def own_folder(kind: Literal["CACHE", "DATA", "STATE"]) -> Path:
    """`$XDG_KIND_HOME/llm-cutover`; a relative path there does not count, as the standard says."""
    home = os.environ.get(f"XDG_{kind}_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path.home() / _DEFAULTS[kind]) / "llm-cutover"
