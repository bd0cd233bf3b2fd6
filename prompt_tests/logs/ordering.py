"""Calls put in the order of their keys, with little memory: a few buckets, sorted one by one."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

_BUCKETS = 8


def by_key(calls: Sequence[int], keys: Sequence[int]) -> array[int]:
    """*calls* (ascending) with equal keys side by side, each run of them ascending."""
    ordered = array("Q")
    for bucket in range(_BUCKETS):
        ordered.extend(
            sorted((i for i in calls if keys[i] % _BUCKETS == bucket), key=keys.__getitem__)
        )
    return ordered


def first_with(ordered: Sequence[int], keys: Sequence[int], key: int) -> int | None:
    """The first call with that *key* in what `by_key` gave; None if there is none."""
    wanted = (key % _BUCKETS, key)
    place = bisect_left(ordered, wanted, key=lambda i: (keys[i] % _BUCKETS, keys[i]))
    found = ordered[place] if place < len(ordered) else None
    return found if found is not None and keys[found] == key else None
