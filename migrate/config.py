"""`llm-cutover.toml` or `[tool.llm-cutover]`: what a project wants, checked word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from migrate.plan import Move, Rename


@dataclass(frozen=True, slots=True)
class Config:
    """The wishes of one configuration file; empty when there is none."""

    path: Path | None = None
    recipes: tuple[str, ...] = ()
    as_of: datetime | date | None = None
    moves: tuple[Move, ...] = ()
    renames: tuple[Rename, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    catalogue: tuple[Path, ...] = ()
    externalize: bool = False
