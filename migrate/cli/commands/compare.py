"""Compare the new answers of two runs case by case: GO, NO-GO or UNDECIDED."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from migrate.cli.ruling import OnUndecided, emit, known, ruling
from prompt_tests.judging.limits import limited
from prompt_tests.reviewing.loadrun import checked
from prompt_tests.reviewing.pairing import compared

ORDER = 71

app = typer.Typer()


@app.command()
def compare(
    before: Path = typer.Argument(..., help="The run whose new answers are the old side."),
    after: Path = typer.Argument(..., help="The run whose new answers are the new side."),
    margin: float | None = typer.Option(None, help="Largest net loss of passing cases (share)."),
    max_cost_ratio: float | None = typer.Option(None, help="NO-GO above this cost, old = 1."),
    max_latency_ratio: float | None = typer.Option(None, help="NO-GO above this median latency."),
    max_refusal_share: float | None = typer.Option(None, help="NO-GO above this share."),
    on_undecided: OnUndecided = typer.Option(OnUndecided.say, help="Exit code 3, or 1, or 0."),
    advisory: bool = typer.Option(False, help="Say NO-GO but exit 0."),
    formats: list[str] = typer.Option([], "--format", "-f", metavar="NAME[=FILE]"),
    output: str = typer.Option("", "--output", "-o", metavar="FILE"),
) -> None:
    """Compare the new answers of two runs case by case, with the assertions of the second.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED. Neither run is changed.
    """
    known(formats, output)
    how = ruling(on_undecided, advisory, None)
    wanted = {
        "margin": margin,
        "max_cost_ratio": max_cost_ratio,
        "max_latency_ratio": max_latency_ratio,
        "max_refusal_share": max_refusal_share,
    }
    limits = limited(checked(after).gate, wanted)
    judged = compared(before, after, limits)
    judged = replace(judged, verdict=how.taken(judged.verdict))
    emit(judged, formats, output)
    raise typer.Exit(how.exit_code(judged.verdict))
