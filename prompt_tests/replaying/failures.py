"""What went wrong in a run, counted by side and kind, with one example in the server's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prompt_tests.replaying.results import Result


class Failures:
    """Sees every result; tells the failures at the end."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._examples: dict[tuple[str, str], str] = {}

    def see(self, result: Result) -> None:
        """Count *result* if it failed."""
        failure = result.reply.failure
        if failure is not None:
            key = (result.key.side, failure.kind)
            self._counts[key] += 1
            self._examples.setdefault(key, failure.message)

    @property
    def total(self) -> int:
        """All failures so far."""
        return self._counts.total()

    def lines(self) -> Iterator[str]:
        """One line a side and kind, the most frequent first."""
        for (side, kind), count in self._counts.most_common():
            yield f"{side}: {count} x {kind}: {self._examples[side, kind]}"
