"""Which files hold a needle? The only step that touches every file, so it does nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from codemods import files
from codemods.files import Candidate, WalkOptions
from codemods.source import wide
from migrate.needles import SHORT

_COARSE = 4
"""Needles that share a beginning of so many bytes are first sought by it."""

Mesh = tuple[tuple[bytes, tuple[bytes, ...]], ...]
"""Short strings, each with the needles that begin with it; few files get past the short ones."""


@dataclass(frozen=True, slots=True)
class Sieved:
    """What the sieve says of one candidate, by its index."""

    index: int
    matched: bool
    problem: str = ""
    """Why it was not read whole."""


def mesh(needles: Iterable[str]) -> Mesh:
    """*needles* by what many of them share: a beginning, or (`"o1`, `'o1`) all but the quote."""
    groups: dict[str, list[str]] = {}
    start = ""
    for word in sorted(needles):
        if len(word) <= SHORT + 1:
            groups.setdefault(word[1:], []).append(word)
            continue
        shared = commonprefix((start, word))  # noqa: RUF071 - of strings, not of paths
        if start and len(shared) >= _COARSE:
            groups[shared] = [*groups.pop(start), word]
            start = shared
        else:
            start = word
            groups[start] = [word]
    rare_first = sorted(groups.items(), key=lambda item: -len(item[0]))
    return tuple((key.encode(), tuple(w.encode() for w in words)) for key, words in rare_first)


def holds(data: bytes, sought: Mesh) -> bool:
    """Whether *data* holds a needle."""
    for start, words in sought:
        if start in data and (words[0] == start or any(word in data for word in words)):
            return True
    return False


def sieve(
    candidates: Sequence[tuple[int, Candidate]], needles: frozenset[str], options: WalkOptions
) -> list[Sieved]:
    """Test every candidate; runs in any process."""
    sought = mesh(needles)
    found = []
    for index, candidate in candidates:
        data = files.read(candidate, options)
        if isinstance(data, str):
            found.append(Sieved(index, holds(files.beginning(candidate), sought), data))
        elif holds(data, sought) or holds(wide(data).encode("utf-8", "replace"), sought):
            found.append(Sieved(index, True))
    return found
