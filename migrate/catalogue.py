"""The catalogue: every provider and model, read from data files."""

from __future__ import annotations


class Catalogue:
    """To be filled from `migrate/providers/*.toml`."""
