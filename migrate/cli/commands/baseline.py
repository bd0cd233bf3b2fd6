"""The accepted differences: list them, drop stale ones, make new answers the recorded ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path

import typer

from migrate.cli import terminal
from migrate.hostile import one_line
from prompt_tests.answers.wording import count
from prompt_tests.recording import Recording
from prompt_tests.recordings.write import write_recordings
from prompt_tests.replaying.responses import as_response
from prompt_tests.reply import Case
from prompt_tests.reviewing import baseline as baselines
from prompt_tests.reviewing.loadrun import JudgedCases, cases_of, checked

ORDER = 82

app = typer.Typer(help=__doc__, no_args_is_help=True)


class Shape(StrEnum):
    """How a list is printed."""

    text = "text"
    json = "json"


FILE = typer.Option(baselines.PATH, "--baseline", help="The file of accepted differences.")


@app.command("list")
def list_(
    baseline: Path = FILE,
    shape: Shape = typer.Option(Shape.text, "-f", "--format", help="How to list."),
) -> None:
    """List what is accepted: case, reasons, who, when, why."""
    entries = [entry for _, entry in sorted(baselines.read(baseline).items())]
    if shape is Shape.json:
        terminal.data(json.dumps([asdict(entry) for entry in entries], indent=1))
        return
    for entry in entries:
        said = f"{entry.case}: {', '.join(entry.reasons)}; {entry.reviewer}, {entry.date}"
        terminal.data(one_line(f"{said}; {entry.note}" if entry.note else said, 400))


@app.command()
def prune(run: Path = typer.Argument(..., metavar="RUN"), baseline: Path = FILE) -> None:
    """Drop what RUN does not answer any more as it was accepted, and cases it does not have."""
    checked(run)
    before = baselines.read(baseline)
    kept = {
        baselines.key_of(case): before[baselines.key_of(case)]
        for case in baselines.Marked(JudgedCases(run), before)
        if case.accepted
    }
    if kept != before:
        baselines.write(kept, baseline)
    terminal.say(f"{count(len(before) - len(kept), 'entry', 'entries')} dropped, {len(kept)} kept")


@app.command()
def promote(
    run: Path = typer.Argument(..., metavar="RUN"),
    out: Path = typer.Option(..., "-o", "--output", help="The recordings file to write."),
) -> None:
    """Write recordings whose recorded answers are RUN's new ones: where the next move starts."""
    model = checked(run).new.model
    written = write_recordings(_promoted(run, model), out)
    terminal.say(f"{count(written, 'recording')} in {out}; cases without a new answer are left out")


def _promoted(run: Path, model: str) -> Iterator[Recording]:
    for case in cases_of(run):
        if case.first("new").ok:
            yield _with_answer(case, model)


def _with_answer(case: Case, model: str) -> Recording:
    answered = model if model and model != "*" else case.recording.model
    request = {**case.recording.request, "model": answered}
    return replace(
        case.recording, request=request, response=as_response(case.first("new")), repeats=()
    )
