"""The cases of a run, read back from its folder in the order of the recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import BinaryIO

from migrate.errors import Trouble
from migrate.hostile import one_line
from prompt_tests.answers.contract import as_reply
from prompt_tests.answers.likeness import embedder, pairs
from prompt_tests.recording import Recording
from prompt_tests.recordings.read import read_recordings
from prompt_tests.replaying import runinfo
from prompt_tests.replaying.likeness import read_likeness
from prompt_tests.replaying.results import Key, Result
from prompt_tests.replaying.store import Places
from prompt_tests.reply import Case, Failure, Reply, Side
from prompt_tests.rundir import RunDir

RECORDED, BY_PLAN = "recorded", "plan"
"""Labels of sides that are no single target."""
NOT_ASKED = Reply(failure=Failure("not_asked", "the run ended before this was asked"), attempts=0)
NOT_COMPARED = Reply(
    failure=Failure("not_asked", "the run ended before its embeddings were asked for"), attempts=0
)


class Cases(Iterable[Case]):
    """Every case of the run in *root*; may be gone through again and again, memory stays flat."""

    def __init__(self, root: Path, *, compare: bool = True) -> None:
        self._run = RunDir(root)
        info = runinfo.load(root)
        self._id, self._labels = info.id, {"old": info.old.label, "new": info.new.label}
        self._places = Places(self._run.results)
        self._compare = compare
        self._likeness = read_likeness(self._run.likeness)

    def __iter__(self) -> Iterator[Case]:
        recordings = read_recordings(self._run.recordings)
        if not self._run.results.exists():
            yield from (self._case(None, recording) for recording in recordings)
            return
        with self._run.results.open("rb") as file:
            for recording in recordings:
                yield self._case(file, recording)

    def _case(self, file: BinaryIO | None, recording: Recording) -> Case:
        case = Case(
            recording, self._side(file, recording, "old"), self._side(file, recording, "new")
        )
        needed = self._compare and any(map(embedder, recording.expect))
        return compared(case, self._likeness) if needed else case

    def _side(self, file: BinaryIO | None, recording: Recording, side: Side) -> tuple[Reply, ...]:
        if self._labels[side] == RECORDED:
            return recorded_replies(recording)
        replies = []
        for repeat in count():
            key = Key(recording.id, side, repeat)
            result = self._places.read(file, key) if file else None
            if result is None:
                break
            replies.append(self._own(result).reply)
        return tuple(replies) or (NOT_ASKED,)

    def _own(self, result: Result) -> Result:
        """*result*, which must be of this run and come from who the side says it asked."""
        side, label = result.key.side, self._labels[result.key.side]
        told = ""
        if result.run not in ("", self._id):
            told = f"of the run {one_line(result.run)!r}, and this run is {self._id!r}"
        elif label != BY_PLAN and result.target not in ("", label):
            told = f"of {one_line(result.target)!r}, and the {side} side is {label!r}"
        if told:
            raise Trouble(
                f"{self._run.results}: holds an answer {told}",
                hint="these are another run's results; replay again",
            )
        return result


def compared(case: Case, likeness: Mapping[str, float]) -> Case:
    """*case* with what is known of its answers' *likeness*; what is not known was never asked."""

    def told(reply: Reply) -> Reply:
        known = all(pair.key in likeness for pair in pairs(case.recording, [reply]))
        return replace(reply, likeness=likeness) if known else NOT_COMPARED

    return replace(case, old=tuple(map(told, case.old)), new=tuple(map(told, case.new)))


def recorded_replies(recording: Recording) -> tuple[Reply, ...]:
    """The recorded answers as replies, the first and its repeats."""
    if recording.response is None:
        return (Reply(failure=Failure("no_response", "the recording has no response"), attempts=0),)
    answers = (recording.response, *recording.repeats)
    return tuple(replace(as_reply(answer), flags=(RECORDED,)) for answer in answers)
