"""Write the report of a run: one page for reviewers, and the same as data."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from itertools import tee, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from migrate.cli import terminal
from migrate.cli.outputs import whole
from migrate.errors import Trouble
from migrate.hostile import visible
from prompt_tests.page.omit import parts_of, without
from prompt_tests.reports import REPORTS
from prompt_tests.reviewing.loadrun import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prompt_tests.reports import JudgedRun

ORDER = 80
DEFAULT = ["html,json"]
LARGE = 50_000_000
"""Bytes above which a page is known to be slow."""

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
    omit: str = typer.Option("", metavar="PARTS", help="Leave out: system, reasoning, or both."),
) -> None:
    """Write RUN/report.html, one file for reviewers, and RUN/report.json; print where they are."""
    names = [name.strip() for value in formats for name in value.split(",") if name.strip()]
    files = {name: _target(run, name, output) for name in dict.fromkeys(names)}
    if output and len(files) != 1:
        raise Trouble("-o takes one format", hint="-f html -o FILE")
    parts = parts_of(omit)
    _write(load(run), files, parts)
    for path in files.values():
        if str(path) != "-":
            terminal.data(visible(str(path)))
            _warn(path)


def _warn(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGE:
        terminal.say(f"{path} is {size / 1e6:.0f} MB: browsers will be slow; `--shard` parts runs")


def _target(run: Path, name: str, output: str) -> Path:
    kind = REPORTS[name]
    return Path(output) if output else run / kind.file


def _write(judged: JudgedRun, files: Mapping[str, Path], omit: frozenset[str]) -> None:
    """Write all formats side by side, so that every case is read and judged once."""
    copies = tee((without(case, omit) for case in judged.cases), len(files))
    runs = (replace(judged, cases=copy) for copy in copies)
    texts = [REPORTS[name]().write(run) for name, run in zip(files, runs, strict=True)]
    with ExitStack() as stack:
        sinks = [_sink(path, stack) for path in files.values()]
        for pieces in zip_longest(*texts, fillvalue=""):
            for sink, piece in zip(sinks, pieces, strict=True):
                sink.write(piece)


def _sink(path: Path, stack: ExitStack) -> TextIO:
    return sys.stdout if str(path) == "-" else stack.enter_context(whole(path))
