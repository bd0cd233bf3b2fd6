"""A mark on a JSON file of ours that an edit by hand breaks.

It finds damage and edits, not forgery: who can write the file can also seal it anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from prompt_tests.shapes import strict_json

SEAL = "seal"


def sealed(value: Mapping[str, Any]) -> dict[str, Any]:
    """*value* with its seal as the last member."""
    return {**value, SEAL: _digest(value)}


def unsealed(value: Mapping[str, Any]) -> dict[str, Any]:
    """*value* without its seal; raises ValueError when it is not what was sealed."""
    bare = {name: item for name, item in value.items() if name != SEAL}
    if value.get(SEAL) != _digest(bare):
        raise ValueError("the seal does not fit: it was edited, or another version wrote it")
    return bare


def _digest(value: Mapping[str, Any]) -> str:
    return sha256(strict_json.bytes_of(value, sort=True)).hexdigest()
