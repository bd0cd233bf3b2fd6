"""The cases of a run, read back from its folder in the order of the recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO

from prompt_tests.recording import Recording, Response
from prompt_tests.recordings.read import read_recordings
from prompt_tests.replaying import runinfo
from prompt_tests.replaying.results import Key
from prompt_tests.replaying.store import Places, result_at
from prompt_tests.reply import Case, Failure, Reply, Side
from prompt_tests.rundir import RunDir
from prompt_tests.shapes.answer import read_usage

RECORDED = "recorded"
NOT_ASKED = Reply(failure=Failure("not_asked", "the run ended before this was asked"), attempts=0)


class Cases(Iterable[Case]):
    """Every case of the run in *root*; may be gone through again and again, memory stays flat."""

    def __init__(self, root: Path) -> None:
        self._run = RunDir(root)
        info = runinfo.load(root)
        self._recorded = {
            side: label == RECORDED
            for side, label in (("old", info.old.label), ("new", info.new.label))
        }
        self._places = Places(self._run.results)

    def __iter__(self) -> Iterator[Case]:
        recordings = read_recordings(self._run.recordings)
        if not self._run.results.exists():
            yield from (self._case(None, recording) for recording in recordings)
            return
        with self._run.results.open("rb") as file:
            for recording in recordings:
                yield self._case(file, recording)

    def _case(self, file: BinaryIO | None, recording: Recording) -> Case:
        return Case(
            recording, self._side(file, recording, "old"), self._side(file, recording, "new")
        )

    def _side(self, file: BinaryIO | None, recording: Recording, side: Side) -> tuple[Reply, ...]:
        if self._recorded[side]:
            return recorded_replies(recording)
        replies = []
        for repeat in count():
            place = self._places.of(Key(recording.id, side, repeat))
            if place is None or file is None:
                break
            replies.append(result_at(file, place).reply)
        return tuple(replies) or (NOT_ASKED,)


def recorded_replies(recording: Recording) -> tuple[Reply, ...]:
    """The recorded answers as replies, the first and its repeats."""
    if recording.response is None:
        return (Reply(failure=Failure("no_response", "the recording has no response"), attempts=0),)
    return tuple(_reply(response) for response in (recording.response, *recording.repeats))


def _reply(response: Response) -> Reply:
    return Reply(
        message=response.message,
        finish_reason=response.finish_reason,
        usage=read_usage(response.usage),
        model=response.model,
        latency_ms=response.latency_ms,
        ttft_ms=response.ttft_ms,
        attempts=0,
        flags=(RECORDED,),
    )
