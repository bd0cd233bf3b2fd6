"""Decide on a finished run again, under other limits if you like: GO, NO-GO or UNDECIDED."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from migrate.cli.ruling import OnUndecided, emit, known, ruling
from prompt_tests.judging.limits import limited
from prompt_tests.judging.verdict_file import write
from prompt_tests.reviewing.loadrun import checked, decided
from prompt_tests.rundir import RunDir

ORDER = 70

app = typer.Typer()


@app.command()
def gate(
    run: Path = typer.Argument(..., help="The run directory of a replay."),
    margin: float | None = typer.Option(None, help="Largest net loss of passing cases (share)."),
    max_cost_ratio: float | None = typer.Option(None, help="NO-GO above this cost, old = 1."),
    max_latency_ratio: float | None = typer.Option(None, help="NO-GO above this median latency."),
    max_refusal_share: float | None = typer.Option(None, help="NO-GO above this share."),
    max_contract_breaks: int | None = typer.Option(None, help="NO-GO above this many cases."),
    baseline: Path | None = typer.Option(None, help="Leave out what this file accepts."),
    on_undecided: OnUndecided = typer.Option(OnUndecided.say, help="Exit code 3, or 1, or 0."),
    advisory: bool = typer.Option(False, help="Say NO-GO but exit 0."),
    override_reason: str | None = typer.Option(None, help="Let it pass, and why; is recorded."),
    formats: list[str] = typer.Option([], "--format", "-f", metavar="NAME[=FILE]"),
    output: str = typer.Option("", "--output", "-o", metavar="FILE"),
) -> None:
    """Decide on a finished run again, under other limits if you like, and write verdict.json.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED. Nothing is called; the answers in the run are judged
    anew. Formats: text, json (the verdict), md, junit, sarif, html.
    """
    known(formats, output)
    how = ruling(on_undecided, advisory, override_reason)
    wanted = {
        "margin": margin,
        "max_cost_ratio": max_cost_ratio,
        "max_latency_ratio": max_latency_ratio,
        "max_refusal_share": max_refusal_share,
        "max_contract_breaks": max_contract_breaks,
    }
    limits = limited(checked(run).gate, wanted)
    judged = decided(run, limits, baseline)
    judged = replace(judged, verdict=how.taken(judged.verdict))
    write(judged.verdict, RunDir(run))
    emit(judged, formats, output)
    raise typer.Exit(how.exit_code(judged.verdict))
