"""How often which side is asked: every case alike, and flipped ones once more.

What is drawn from every case may be counted over all cases. What is drawn from flipped cases only
says something about each of them and nothing about all: they were chosen because their first
answers differ. It is marked, and the noise floor leaves it out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prompt_tests.judging.confirm import CONFIRMS, FLIPS
from prompt_tests.judging.judge import Judged
from prompt_tests.replaying.cases import Cases
from prompt_tests.replaying.results import Key
from prompt_tests.reply import Reply, Side

SLICE = 20
"""Cases judged before whatever else runs has its turn."""


@dataclass(frozen=True, slots=True)
class Draws:
    """How many answers are asked for."""

    repeats: int = 1
    """Of each live side to every case."""
    floor: tuple[Side, int] | None = None
    """The side that shows the noise floor, and how many answers of it to every case that takes."""
    confirming: int = 0
    """Further ones of each live side to a case that flipped."""

    def every(self, side: Side) -> int:
        """Answers of *side* to every case."""
        floor, answers = self.floor or (side, 0)
        return max(self.repeats, answers) if floor == side else self.repeats

    def of(self, side: Side, *, confirming: bool = False) -> range:
        """The numbers of the answers of *side*: to every case, or the further ones to a flip."""
        every = self.every(side)
        return range(every, every + self.confirming) if confirming else range(every)

    def order(
        self, sides: Sequence[Side], first: int, *, confirming: bool
    ) -> Iterator[tuple[Side, int]]:
        """(side, number) of every answer to one case: the sides next to each other, so that drift
        in time cancels, and each in its turn before the other (*first*: which, in this case)."""
        numbers = [(side, self.of(side, confirming=confirming)) for side in sides]
        for draw in range(max(len(own) for _, own in numbers)):
            for side, own in numbers if (first + draw) % 2 == 0 else reversed(numbers):
                if draw < len(own):
                    yield side, own[draw]

    def marked(self, key: Key, reply: Reply) -> Reply:
        """*reply* as it is kept under *key*: with a mark when only a flip made us ask."""
        if key.repeat < self.every(key.side):
            return reply
        return replace(reply, flags=(*reply.flags, CONFIRMS))


async def flipped_in(root: Path) -> frozenset[str]:
    """The ids of the cases in *root* whose first answers flip, either way."""
    found = set()
    for number, judged in enumerate(Judged(Cases(root))):
        if judged.status in FLIPS:
            found.add(judged.case.recording.id)
        if number % SLICE == 0:
            await asyncio.sleep(0)  # our own lag is measured meanwhile
    return frozenset(found)
