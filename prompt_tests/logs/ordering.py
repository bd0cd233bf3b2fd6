"""Calls put in the order of their keys, with little memory: a few buckets, sorted one by one."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

_BUCKETS = 16


class ByKey:
    """*calls* (ascending) with equal *keys* side by side, each run of them ascending."""

    def __init__(self, calls: Iterable[int], keys: Sequence[int]) -> None:
        self._keys = keys
        self._calls = array("I")
        self._ends = [0]
        for bucket in _dealt(calls, keys):
            self._calls.extend(sorted(bucket, key=keys.__getitem__))
            self._ends.append(len(self._calls))
            del bucket[:]

    def __iter__(self) -> Iterator[int]:
        return iter(self._calls)

    def first(self, key: int) -> int | None:
        """The first call with that *key*; None if there is none."""
        bucket = key % _BUCKETS
        begin, end = self._ends[bucket], self._ends[bucket + 1]
        place = bisect_left(self._calls, key, begin, end, key=self._keys.__getitem__)
        found = self._calls[place] if place < end else None
        return found if found is not None and self._keys[found] == key else None


def _dealt(calls: Iterable[int], keys: Sequence[int]) -> list[array[int]]:
    buckets = [array("I") for _ in range(_BUCKETS)]
    put = [bucket.append for bucket in buckets]
    for call in calls:
        put[keys[call] % _BUCKETS](call)
    return buckets
