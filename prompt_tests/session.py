"""From a run's identity to its folder, and from its folder to its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from migrate.errors import Trouble
from prompt_tests import runinfo, verdict_file
from prompt_tests.cases import Cases
from prompt_tests.gate import decide
from prompt_tests.judge import judge
from prompt_tests.recording import Recording
from prompt_tests.replay import Ended
from prompt_tests.rundir import RunDir, RunInfo
from prompt_tests.verdict import Verdict
from prompt_tests.write import write_recordings

CLIENT_BOUND = 0.05
"""Share of answers delayed by ourselves above which latency decides nothing."""


def open_run(root: Path, info: RunInfo, recordings: Iterable[Recording]) -> RunDir:
    """The folder of the run *info*: begun now, or found half-done and to be gone on with.

    Raises Trouble that says every difference when *root* holds another run.
    """
    run = RunDir(root)
    if run.run.exists():
        changed = runinfo.differences(runinfo.load(root), info)
        if changed:
            raise Trouble(
                f"{root} holds another run: {'; '.join(changed)}", hint="choose another --out"
            )
        return run
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Trouble(f"{root}: cannot be made: {error.strerror}") from None
    write_recordings(recordings, run.recordings)
    runinfo.save(info, run)
    return run


def conclude(run: RunDir, info: RunInfo, ended: Ended) -> Verdict:
    """Judge the run and write its `verdict.json`. A run that was stopped is UNDECIDED."""
    gate, notes = info.gate, []
    if ended.client_bound > CLIENT_BOUND:
        gate = replace(gate, max_latency_ratio=None)
        notes.append(
            f"Latency is client-bound and decides nothing: {ended.client_bound:.0%} of the answers"
            f" were delayed by this machine (event loop {ended.lag_p95_ms:.0f} ms late, p95)."
        )
    verdict = decide(judge(Cases(run.root)), gate, notes=notes)
    if ended.stopped:
        reasons = (f"Stopped before the end: {ended.stopped}.", *verdict.reasons)
        verdict = replace(verdict, outcome="UNDECIDED", reasons=reasons)
    verdict_file.write(verdict, run.verdict)
    return verdict
