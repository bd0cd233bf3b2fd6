"""Which calls belong to one conversation, and at which turn: by session, or by their messages.

A call continues another when its messages begin with the other's messages and the other's answer.
Gateways give a call that belongs to no session one of its own: that is no session.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from prompt_tests.logs.ordering import ByKey
from prompt_tests.recording import Json, Recording
from prompt_tests.shapes import strict_json

NONE = 0
"""No session: real keys are never 0."""
ALONE = 0xFFFFFFFF
_REACH = 8
"""How many earlier calls of its conversation may be missing from the log before a call."""


class Threads:
    """Keys of calls, a few numbers each, so that a million of them fit in memory."""

    def __init__(self) -> None:
        self._whole = array("q")
        """Per call: messages and answer together."""
        self._starts = array("q")
        """What of a call's messages another call could have ended with, longest first."""
        self._first = array("I")
        """Per call: where its starts begin in `_starts`."""
        self._session = array("q")
        self._at = array("d")

    def add(self, recording: Recording, at: float) -> None:
        """Take note of the next call; *at* orders the calls of a session."""
        session = recording.conversation
        self._session.append(NONE if session is None else hash(("session", session)) or 1)
        self._at.append(at)
        self._first.append(len(self._starts))
        chain = list(_chain(recording))
        self._whole.append(chain[-1])
        self._starts.extend(chain[-2 : -2 - _REACH : -1])

    def extend(self, later: Threads) -> None:
        """Take over the notes of the next calls."""
        base = len(self._starts)
        self._whole.extend(later._whole)
        self._first.extend(base + first for first in later._first)
        self._starts.extend(later._starts)
        self._session.extend(later._session)
        self._at.extend(later._at)

    def placed(self, leaders: Sequence[int]) -> tuple[array[int], array[int]]:
        """For each call the first call of its conversation (`ALONE`: it has none), and its turn."""
        count = len(self._at)
        first, turn = array("I", [ALONE]) * count, array("I", [0]) * count
        self._by_session(leaders, first, turn)
        self._by_messages(leaders, first, turn)
        for i in leaders:
            if first[i] == ALONE and self._session[i] != NONE:
                first[i] = i  # a session of one call
        return first, turn

    def _by_session(self, leaders: Iterable[int], first: array[int], turn: array[int]) -> None:
        held = ByKey((i for i in leaders if self._session[i] != NONE), self._session)
        for _, calls in groupby(held, key=self._session.__getitem__):
            ordered = sorted(calls, key=self._at.__getitem__)
            for place, i in enumerate(ordered if len(ordered) > 1 else ()):
                first[i], turn[i] = ordered[0], place

    def _by_messages(self, leaders: Sequence[int], first: array[int], turn: array[int]) -> None:
        loose = array("I", (i for i in leaders if first[i] == ALONE))
        ended = ByKey(loose, self._whole)
        for i in loose:
            trail = [i]
            while first[trail[-1]] == ALONE and (parent := self._parent(trail[-1], ended)) != ALONE:
                trail.append(parent)
            if len(trail) == 1:
                continue
            start = trail[-1] if first[trail[-1]] == ALONE else first[trail[-1]]
            base = turn[trail[-1]]
            for distance, call in enumerate(reversed(trail)):
                first[call], turn[call] = start, base + distance

    def _parent(self, call: int, ended: ByKey) -> int:
        end = self._first[call + 1] if call + 1 < len(self._first) else len(self._starts)
        for start in range(self._first[call], end):
            found = ended.first(self._starts[start])
            if found is not None and found != call:
                return found
        return ALONE


def _chain(recording: Recording) -> Iterator[int]:
    """Keys of the message list cut after each answer in it, and last of all with its own."""
    key = hash(recording.model)
    for message in recording.messages:
        key = hash((key, _spoken(message)))
        if message.get("role") == "assistant":
            yield key
    answer = recording.response.message if recording.response is not None else None
    yield hash((key, _spoken({"role": "assistant", **answer}))) if answer else hash((key, None))


def _spoken(message: Mapping[str, Json]) -> tuple[str, str, str]:
    """What a message says, without the fields that differ between an answer and its echo."""
    calls = message.get("tool_calls")
    return str(message.get("role")), _text(message.get("content") or ""), _text(calls or "")


def _text(value: Json) -> str:
    return value if isinstance(value, str) else strict_json.text_of(value, sort=True)
