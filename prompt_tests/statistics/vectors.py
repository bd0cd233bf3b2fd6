"""Vectors: how alike two of them are."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from operator import mul

Vector = Sequence[float]


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of the angle between *a* and *b*, from -1 to 1; 0 when one of them is zero.

    Raises ValueError when they are of different length.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} and {len(b)} dimensions")
    sizes = sqrt(_product(a, a)) * sqrt(_product(b, b))
    return max(-1.0, min(1.0, _product(a, b) / sizes)) if sizes else 0.0


def _product(a: Vector, b: Vector) -> float:
    return float(sum(map(mul, a, b)))
