"""Decide on a finished run again, under other limits if you like: GO, NO-GO or UNDECIDED."""

from __future__ import annotations

from pathlib import Path

import typer

from migrate.cli import replay_options as opt
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
    margin: opt.Margin = None,
    max_cost_ratio: opt.CostRatio = None,
    max_latency_ratio: opt.LatencyRatio = None,
    max_refusal_share: opt.RefusalShare = None,
    max_contract_breaks: opt.ContractBreaks = None,
    baseline: Path | None = typer.Option(None, help="Leave out what this file accepts."),
    on_undecided: opt.Undecided = OnUndecided.say,
    advisory: opt.Advisory = False,
    override_reason: str | None = typer.Option(None, help="Let it pass, and why; is recorded."),
    formats: opt.Formats = [],  # noqa: B006 - typer copies it
    output: opt.Output = "",
) -> None:
    """Decide on a finished run again, under other limits if you like, and write verdict.json.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED. Nothing is called; the answers in the run are judged
    anew. Formats: text, json (the verdict), markdown, junit, sarif, github, html.
    """
    wanted = opt.limits(locals())
    known(formats, output)
    how = ruling(on_undecided, advisory, override_reason)
    judged = how.over(decided(run, limited(checked(run).gate, wanted), baseline))
    write(judged.verdict, RunDir(run))
    emit(judged, formats, output)
    raise typer.Exit(how.exit_code(judged.verdict))
