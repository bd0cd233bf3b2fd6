"""Run directories for the tests, written by the same store that a replay writes with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prompt_tests.recording import Response
from prompt_tests.recordings.write import write_recordings
from prompt_tests.replaying import runinfo
from prompt_tests.replaying.results import Key, Result
from prompt_tests.replaying.store import Store
from prompt_tests.reply import Case
from prompt_tests.rundir import Gate, RunDir, RunInfo, SideInfo


def write_run(
    root: Path, cases: Iterable[Case], *, new: str = "new:b", run_id: str = "", **gate: Any
) -> Path:
    """A finished run of *cases*, both sides live, without a verdict."""
    cases, run = list(cases), RunDir(root)
    root.mkdir(parents=True)
    write_recordings((case.recording for case in cases), run.recordings)
    info = RunInfo(
        id=run_id or ("0123456789ab" if new == "new:b" else "fedcba987654"),
        tool_version="0.1.0",
        started="2026-11-20T00:00:00+00:00",
        recordings="recordings.jsonl",
        recordings_sha256=hashlib.sha256(run.recordings.read_bytes()).hexdigest(),
        old=SideInfo("old:a", "old", "a"),
        new=SideInfo(new, *new.split(":")),
        gate=Gate(**gate),
    )
    runinfo.save(info, run)
    with Store(run.results, info.id) as store:
        for case in cases:
            for side, label, replies in (("old", "old:a", case.old), ("new", new, case.new)):
                for repeat, reply in enumerate(replies):
                    store.add(Result(Key(case.recording.id, side, repeat), reply, (), label))
    return root


def response(text: str) -> Response:
    return Response({"role": "assistant", "content": text})
