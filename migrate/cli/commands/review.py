"""Accept or reject what changed in a run, one kind of change after the other."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import typer

from migrate.cli import terminal
from migrate.cli.reviewing import Review
from migrate.errors import Trouble
from prompt_tests.answers.wording import count
from prompt_tests.reviewing import baseline as baselines
from prompt_tests.reviewing.decisions import carry_out
from prompt_tests.reviewing.loadrun import JudgedCases, checked

ORDER = 81

app = typer.Typer()


@app.command()
def review(
    run: Path = typer.Argument(..., metavar="RUN", help="The run directory of a replay."),
    apply: Path | None = typer.Option(
        None, metavar="FILE", help="Carry out decisions.json, as the report's page exports it."
    ),
    baseline: Path = typer.Option(baselines.PATH, help="The file of accepted differences."),
    reviewer: str = typer.Option("", help="Your name in the file; default: your account."),
    force_ci: bool = typer.Option(False, help="Accept although this is a CI job."),
) -> None:
    """Accept or reject what changed in a run; accepted differences go into a file for git.

    In the terminal: a accepts, r rejects, s skips, g does the same for the whole group, q ends.
    Accepted cases stay out of the count of `gate --baseline` until the answer changes again.
    """
    if os.environ.get("CI") and not force_ci:
        raise Trouble("a CI job accepts nothing", hint="review where a person sits, or --force-ci")
    info, cases = checked(run), list(JudgedCases(run))
    before = baselines.read(baseline) if baseline.exists() else {}
    today = datetime.now(UTC).date().isoformat()
    if apply is not None:
        after, accepted, rejected = carry_out(apply, cases, info.id, before, today)
    else:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise Trouble("no terminal to ask in", hint="--apply decisions.json needs none")
        talk = Review(before, reviewer or getpass.getuser(), today)
        after, accepted, rejected = talk.go_through(cases)
    if after != before:
        baselines.write(after, baseline)
    said = f"{count(accepted, 'difference')} accepted, {rejected:,} rejected"
    terminal.say(f"{said}; {baseline} holds {len(after):,}")
