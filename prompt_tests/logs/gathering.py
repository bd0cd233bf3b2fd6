"""Calls gathered from logs and put in order: duplicates become repeats, turns get their numbers.

The calls themselves wait in a temporary file; in memory stand a few numbers for each, so that a
million calls need little.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from prompt_tests.logs.conversations import ALONE
from prompt_tests.logs.notes import Notes
from prompt_tests.logs.ordering import by_key
from prompt_tests.recording import Recording, Response
from prompt_tests.recordings.canonical import canonical
from prompt_tests.recordings.read import parse
from prompt_tests.recordings.sampling import draw, sample
from prompt_tests.recordings.write import encode


class Gathering:
    """Add calls in any order, then take them out once with `arranged`.

    *seed* draws a sample; without one, none can be asked for.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._spool = tempfile.TemporaryFile(buffering=1 << 16)  # noqa: SIM115 - closed by `arranged`
        self._notes = Notes(seed)
        self.conversations = 0
        self.repeats = 0

    def __len__(self) -> int:
        return len(self._notes.offset)

    def add(self, recording: Recording, line: bytes, stratum: str = "") -> None:
        """Put one call aside; *line* is what it is in a file, *stratum* its group in a sample."""
        self._notes.add(recording, self._spool.tell(), stratum)
        self._spool.write(line)

    def extend(self, notes: Notes, lines: bytes | bytearray) -> None:
        """Put calls aside of which *notes* were taken; *lines* is what they are in a file."""
        self._notes.extend(notes, self._spool.tell())
        self._spool.write(lines)

    def arranged(self, size: int | None = None) -> Iterator[bytes]:
        """The lines of the finished file: each question once, in the order of its first call.

        *size* limits them to a sample. Later calls that asked the same are its repeats.
        """
        order, places = self._by_question()
        leaders = array("Q", (i for i in range(len(self)) if self._leads(order, places[i])))
        chosen = (
            None if size is None else sample(leaders, self._notes.draw, self._notes.stratum, size)
        )
        first, turn = self._notes.threads.placed(leaders)
        self.conversations = sum(first[i] == i for i in leaders)
        namesakes = self._namesakes(leaders)
        for leader in leaders:
            if chosen is not None and leader not in chosen:
                continue
            followers = list(self._followers(order, places[leader]))
            if not followers and first[leader] == ALONE and leader not in namesakes:
                yield self._line(leader)
                continue
            recording = self._with_repeats(leader, followers)
            if first[leader] != ALONE:
                recording = self._with_turn(recording, first[leader], turn[leader])
            if leader in namesakes:
                recording = replace(recording, id=f"{recording.id}~{_suffix(recording)}")
            yield encode(recording)

    def close(self) -> None:
        """Give the temporary file back."""
        self._spool.close()

    def _by_question(self) -> tuple[array[int], array[int]]:
        """All calls sorted by question, and each call's place in that order."""
        order = by_key(range(len(self)), self._notes.question)
        places = array("Q", order)
        for place, call in enumerate(order):
            places[call] = place
        return order, places

    def _leads(self, order: Sequence[int], place: int) -> bool:
        before = order[place - 1]
        return place == 0 or self._notes.question[before] != self._notes.question[order[place]]

    def _followers(self, order: Sequence[int], place: int) -> Iterator[int]:
        question = self._notes.question[order[place]]
        for later in range(place + 1, len(order)):
            if self._notes.question[order[later]] != question:
                return
            yield order[later]

    def _namesakes(self, leaders: Sequence[int]) -> set[int]:
        """Calls whose id was taken, for the same model, by an earlier call."""
        return {
            b
            for a, b in pairwise(by_key(leaders, self._notes.name))
            if self._notes.name[a] == self._notes.name[b]
        }

    def _with_repeats(self, leader: int, followers: Sequence[int]) -> Recording:
        first = self._recording(leader)
        answers = list(_answers(first))
        for call in followers:
            answers.extend(_answers(self._recording(call)))
        self.repeats += len(followers)
        if not answers:
            return first
        lacked = first.response is None
        fidelity = tuple(w for w in first.fidelity if not (lacked and w == "response_missing"))
        return replace(first, response=answers[0], repeats=tuple(answers[1:]), fidelity=fidelity)

    def _with_turn(self, recording: Recording, first: int, turn: int) -> Recording:
        name = recording.conversation or self._recording(first).id
        kept = turn if recording.turn is None else recording.turn
        return replace(recording, conversation=name, turn=kept)

    def _recording(self, call: int) -> Recording:
        return parse(json.loads(self._line(call)))

    def _line(self, call: int) -> bytes:
        self._spool.seek(self._notes.offset[call])
        return bytes(self._spool.readline())


def _suffix(recording: Recording) -> str:
    return f"{draw(0, canonical(recording.request)) >> 32:08x}"


def _answers(recording: Recording) -> Iterator[Response]:
    if recording.response is not None:
        yield recording.response
    yield from recording.repeats
