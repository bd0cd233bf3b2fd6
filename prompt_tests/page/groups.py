"""Cases that changed in the same way, folded: one look, and one decision, for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from prompt_tests.judgement import JudgedCase
from prompt_tests.page.excerpts import answer_text, cut, shared_start
from prompt_tests.reasons import REASONS, by_weight

SMALL = 200
"""A change of at most so many characters is part of what makes two cases alike."""

_INDEX = re.compile(r"\[\d+\]")
_DIGITS = re.compile(r"\d+")

Signature = tuple[object, ...]


@dataclass(slots=True)
class Group:
    """Cases with one signature."""

    number: int
    label: str
    example: str
    """An id of the group, the first that came."""
    codes: tuple[str, ...]
    old: str = ""
    """What was replaced in all of them, when that is short; digits may differ."""
    new: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    """Cases by status."""

    @property
    def size(self) -> int:
        """How many cases there are."""
        return sum(self.counts.values())


class Groups:
    """Finds the group of each case; cases without any difference have none."""

    def __init__(self) -> None:
        self._found: dict[Signature, Group] = {}

    def add(self, judged: JudgedCase) -> int:
        """The number of the group of *judged*, from 0; -1 when nothing differs."""
        if judged.status == "same":
            return -1
        codes, signature, change = signature_of(judged)
        group = self._found.get(signature)
        if group is None:
            name = judged.case.recording.id
            group = Group(len(self._found), label(codes), name, codes, *change)
            self._found[signature] = group
        group.counts[judged.status] = group.counts.get(judged.status, 0) + 1
        return group.number

    def by_number(self) -> list[Group]:
        """All groups in the order of their numbers."""
        return list(self._found.values())

    def largest(self, limit: int) -> list[Group]:
        """The groups of at least two, those with most regressed cases first, then the largest."""
        many = [group for group in self._found.values() if group.size > 1]
        return sorted(many, key=lambda g: (-g.counts.get("regressed", 0), -g.size))[:limit]


def signature_of(judged: JudgedCase) -> tuple[tuple[str, ...], Signature, tuple[str, str]]:
    """Reason codes, what makes the case like others, and the change itself when it is short."""
    if judged.status == "error":
        kinds = tuple(
            f"{side}: {failure.kind}"
            for side in ("old", "new")
            if (failure := judged.case.first(side).failure)
        )
        return kinds, ("error", *kinds), ("", "")
    places = sorted({(d.kind, _INDEX.sub("[*]", d.path)) for d in judged.differences})
    codes = tuple(by_weight(judged.reasons))
    change = _change(judged)
    return codes, (*places, *(_DIGITS.sub("0", part) for part in change)), change


def label(codes: tuple[str, ...]) -> str:
    """What the leading reason means, in words."""
    return REASONS.get(codes[0], codes[0]) if codes else "another outcome of the assertions"


def _change(judged: JudgedCase) -> tuple[str, str]:
    """The part that was replaced, in whole words, when it is short; else nothing."""
    old, new = (answer_text(judged.case.first(side)) for side in ("old", "new"))
    start = shared_start(old, new)
    end = shared_start(old[start:][::-1], new[start:][::-1])
    if max(len(old), len(new)) - start - end > SMALL:
        return "", ""
    start = 1 + max(old.rfind(" ", 0, start), old.rfind("\n", 0, start))
    return cut(_until(old, start, end), SMALL), cut(_until(new, start, end), SMALL)


def _until(text: str, start: int, end: int) -> str:
    """*text* from *start* to the end of the word at *end* characters before its end."""
    stop = len(text) - end
    rest = re.search(r"\s|$", text[stop:])
    return text[start : stop + rest.start() if rest else stop]
