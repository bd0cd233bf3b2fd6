"""Write the report of a run: one page for reviewers, and the same as data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from migrate.cli import terminal
from migrate.cli.outputs import write_pieces
from migrate.errors import Trouble
from migrate.hostile import visible
from prompt_tests.loadrun import load
from prompt_tests.reports import REPORTS

if TYPE_CHECKING:
    from prompt_tests.reports import JudgedRun

ORDER = 80
DEFAULT = ["html,json"]

app = typer.Typer()


@app.command()
def report(
    run: Path = typer.Argument(..., metavar="RUN", help="The run directory of a replay."),
    formats: list[str] = typer.Option(
        DEFAULT, "-f", "--format", metavar="NAMES", help="Comma-separated: html, json, md, junit."
    ),
    output: str = typer.Option(
        "", "-o", "--output", metavar="FILE", help="Write the one format here; - is stdout."
    ),
) -> None:
    """Write RUN/report.html, one file for reviewers, and RUN/report.json; print where they are."""
    names = [name.strip() for value in formats for name in value.split(",") if name.strip()]
    files = {name: _target(run, name, output) for name in dict.fromkeys(names)}
    if output and len(files) != 1:
        raise Trouble("-o takes one format", hint="-f html -o FILE")
    judged = load(run)
    for name, path in files.items():
        _write(judged, name, path)


def _target(run: Path, name: str, output: str) -> Path:
    kind = REPORTS[name]
    return Path(output) if output else run / kind.file


def _write(judged: JudgedRun, name: str, path: Path) -> None:
    pieces = REPORTS[name]().write(judged)
    if str(path) == "-":
        sys.stdout.writelines(pieces)
        return
    write_pieces(path, pieces)
    terminal.data(visible(str(path)))
