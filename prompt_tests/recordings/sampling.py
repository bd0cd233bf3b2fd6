"""A sample that is the same wherever and whenever it is drawn: by seed, spread over strata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b


def draw(seed: int, *names: str) -> int:
    """A number in [0, 2^64) that depends on nothing but its arguments."""
    text = "\0".join((str(seed), *names)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def shares(sizes: Mapping[int, int], wanted: int) -> dict[int, int]:
    """How many to take of each stratum: by its size, largest remainders first, none forgotten.

    A stratum gets at least one as long as there are as many places as strata.
    """
    total = sum(sizes.values())
    if wanted >= total:
        return dict(sizes)
    least = 1 if wanted >= len(sizes) else 0
    taken = {name: max(least, size * wanted // total) for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(sizes[name] * wanted % total), name))
    while (missing := wanted - sum(taken.values())) != 0:
        step = 1 if missing > 0 else -1
        for name in by_remainder if step > 0 else sorted(taken, key=lambda n: (-taken[n], n)):
            if missing == 0:
                break
            if least <= taken[name] + step <= sizes[name]:
                taken[name] += step
                missing -= step
    return taken


def sample(calls: Sequence[int], draws: Sequence[int], strata: Sequence[int], n: int) -> set[int]:
    """*n* of *calls*: within each stratum those with the lowest draws."""
    left = shares(Counter(strata[i] for i in calls), n)
    chosen = set()
    for i in _by_draw(calls, draws):
        if left[strata[i]] > 0:
            left[strata[i]] -= 1
            chosen.add(i)
    return chosen


def _by_draw(calls: Sequence[int], draws: Sequence[int]) -> Iterator[int]:
    """*calls* (ascending) by their draws; a sixteenth at a time, for there may be millions."""
    for part in range(16):
        some = (i for i in calls if draws[i] >> 60 == part)
        yield from sorted(some, key=draws.__getitem__)
