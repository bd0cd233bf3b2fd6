"""Ask the old and the new model every recorded question: GO, NO-GO or UNDECIDED."""

from __future__ import annotations

import asyncio
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import typer

from migrate import __version__
from migrate.catalogue import Catalogue
from migrate.cli import terminal
from migrate.cli.progress import Progress
from migrate.errors import Trouble
from migrate.hostile import one_line
from prompt_tests import replay as running
from prompt_tests.cases import RECORDED
from prompt_tests.endpoint import parse_endpoints, resolve
from prompt_tests.intake import Intake, chosen, take_in
from prompt_tests.ledger import Caps
from prompt_tests.reply import Side
from prompt_tests.results import Result
from prompt_tests.rundir import Gate, RunDir, RunInfo
from prompt_tests.session import conclude, open_run
from prompt_tests.sides import Live, describe

ORDER = 60
EXIT = {"GO": 0, "NO-GO": 1, "UNDECIDED": 3}

app = typer.Typer()


@app.command()
def replay(
    recordings: Path = typer.Argument(..., help="The recorded calls (native format)."),
    old: str = typer.Option(..., metavar="recorded|PROVIDER:MODEL", help="The old side."),
    new: str = typer.Option(..., metavar="PROVIDER:MODEL", help="The new side."),
    endpoint: list[str] = typer.Option(
        [], metavar="NAME=URL[,KEY_ENV]", help="Call provider NAME at URL (repeatable)."
    ),
    out: Path = typer.Option(..., help="The run directory."),
    model: str = typer.Option("", metavar="M", help="Only the recordings of this model."),
    as_of: str = typer.Option(
        "", metavar="DATE", help="Facts and prices of this day instead of today's."
    ),
    margin: float = typer.Option(0.02, help="Largest acceptable net loss of passing cases."),
    jobs: int = typer.Option(
        running.JOBS, min=1, max=1000, help="Calls in flight per side at the most."
    ),
) -> None:
    """Ask the old and the new model every recorded question: GO, NO-GO or UNDECIDED.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED.
    """
    sides = _sides(old, new, endpoint)
    found = take_in(recordings, model, sides)
    if old == RECORDED and found.answered < found.count:
        missing = found.count - found.answered
        raise Trouble(f"--old recorded: {missing} of {found.count} recordings have no response")
    info = RunInfo(
        id=secrets.token_hex(6),
        tool_version=__version__,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        recordings=str(recordings),
        recordings_sha256=found.sha256,
        old=describe(sides.get("old"), tuple(found.adaptations.get("old", ()))),
        new=describe(sides.get("new"), tuple(found.adaptations.get("new", ()))),
        gate=Gate(margin=margin),
        options={"model": model},
    )
    run = open_run(out, info, chosen(recordings, model))
    ended = _ask(run, running.Work(sides, 1, jobs, Caps()), found)
    verdict = conclude(run, info, ended.stopped)
    terminal.data(one_line(f"{verdict.outcome}: {verdict.reasons[0]}", 2000))
    raise typer.Exit(EXIT[verdict.outcome])


def _sides(old: str, new: str, endpoint: list[str]) -> dict[Side, Live]:
    if new == RECORDED:
        raise Trouble("--new must be a model that can be called: PROVIDER:MODEL")
    catalogue, endpoints = Catalogue.shipped(), parse_endpoints(endpoint)
    labels: dict[Side, str] = {"old": old, "new": new}
    return {
        side: Live(resolve(label, endpoints, catalogue, os.environ))
        for side, label in labels.items()
        if label != RECORDED
    }


def _ask(run: RunDir, work: running.Work, found: Intake) -> running.Ended:
    failed = 0

    def tell(result: Result) -> None:
        nonlocal failed
        failed += not result.reply.ok
        progress.advance(note=f"err {failed}" if failed else "")

    with Progress("replay", found.count * len(work.sides) * work.repeats) as progress:
        return asyncio.run(running.replay(run.root, work, tell))
