"""Which calls belong to one conversation, and at which turn: by session, or by their messages.

A call continues another when its messages begin with the other's messages and the other's answer.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

from prompt_tests.logs.ordering import by_key, first_with
from prompt_tests.recording import Json, Recording
from prompt_tests.shapes import strict_json

NONE = 0
"""No session: real keys are never 0."""
ALONE = -1


class Threads:
    """Keys of calls, a few numbers each, so that a million of them fit in memory."""

    def __init__(self) -> None:
        self._whole = array("q")
        """Per call: messages and answer together."""
        self._starts = array("q")
        """What of a call's messages another call could have ended with, longest first."""
        self._first = array("Q")
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
        self._starts.extend(reversed(chain[:-1]))

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
        first, turn = array("q", [ALONE]) * len(self._at), array("Q", [0]) * len(self._at)
        self._by_session(leaders, first, turn)
        self._by_messages(leaders, first, turn)
        return first, turn

    def _by_session(self, leaders: Sequence[int], first: array[int], turn: array[int]) -> None:
        calls = [i for i in leaders if self._session[i] != NONE]
        calls.sort(key=lambda i: (self._session[i], self._at[i], i))
        for before, i in zip([ALONE, *calls], calls, strict=False):
            same = before != ALONE and self._session[before] == self._session[i]
            first[i] = first[before] if same else i
            turn[i] = turn[before] + 1 if same else 0

    def _by_messages(self, leaders: Sequence[int], first: array[int], turn: array[int]) -> None:
        loose = array("Q", (i for i in leaders if self._session[i] == NONE))
        ended = by_key(loose, self._whole)
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

    def _parent(self, call: int, ended: Sequence[int]) -> int:
        end = self._first[call + 1] if call + 1 < len(self._first) else len(self._starts)
        for start in range(self._first[call], end):
            found = first_with(ended, self._whole, self._starts[start])
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
