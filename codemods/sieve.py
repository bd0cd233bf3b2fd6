"""Which files hold a needle? The only step that touches every file, so it does nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codemods import files
from codemods.files import Candidate, WalkOptions

_COARSE = 4
"""Needles that share a beginning of so many bytes are first sought by it."""


@dataclass(frozen=True, slots=True)
class Sieved:
    """What the sieve says of one candidate, by its index."""

    index: int
    matched: bool
    problem: str = ""
    """Why it could not be read."""


def coarse(needles: Iterable[str]) -> tuple[bytes, ...]:
    """Few short strings, one of which every text with a needle contains."""
    found: list[str] = []
    group: list[str] = []
    for word in sorted(needles):
        if group and len(_shared([*group, word])) < _COARSE:
            found.append(_shared(group))
            group = []
        group.append(word)
    found += [_shared(group)] if group else []
    kept: list[str] = []
    for word in sorted(found, key=len):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return tuple(word.encode() for word in kept)


def _shared(words: Sequence[str]) -> str:
    """The beginning that all *words* (sorted) have."""
    first, last = words[0], words[-1]
    same = (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(same, min(len(first), len(last)))]


def sieve(
    candidates: Sequence[tuple[int, Candidate]], needles: frozenset[str], options: WalkOptions
) -> list[Sieved]:
    """Test every candidate; runs in any process."""
    quick = coarse(needles)
    exact = tuple(word.encode() for word in needles)
    found = []
    for index, candidate in candidates:
        data = files.read(candidate, options)
        if isinstance(data, str):
            found.append(Sieved(index, False, data))
        elif any(word in data for word in quick) and any(word in data for word in exact):
            found.append(Sieved(index, True))
    return found
