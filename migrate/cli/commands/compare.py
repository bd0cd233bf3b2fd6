"""Compare the new answers of two runs, case by case."""

from __future__ import annotations

from pathlib import Path

import typer

from migrate.cli import replay_options as opt
from migrate.cli.ruling import OnUndecided, emit, known, ruling
from prompt_tests.judging.limits import limited
from prompt_tests.reviewing.loadrun import checked
from prompt_tests.reviewing.pairing import compared

ORDER = 32

app = typer.Typer()


@app.command()
def compare(
    before: Path = typer.Argument(
        ..., metavar="BEFORE", help="The run whose new answers are the old side."
    ),
    after: Path = typer.Argument(
        ..., metavar="AFTER", help="The run whose new answers are the new side."
    ),
    margin: opt.Margin = None,
    max_cost_ratio: opt.CostRatio = None,
    max_latency_ratio: opt.LatencyRatio = None,
    max_refusal_share: opt.RefusalShare = None,
    max_contract_breaks: opt.ContractBreaks = None,
    on_undecided: opt.Undecided = OnUndecided.say,
    advisory: opt.Advisory = False,
    formats: opt.Formats = [],  # noqa: B006 - typer copies it
    output: opt.Output = "",
) -> None:
    """Compare the new answers of two runs case by case, with the assertions of the second.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED. Neither run is changed.

    Examples:
      llm-cutover compare first-run second-run
      llm-cutover compare first-run second-run -f markdown
    """
    wanted = opt.limits(locals())
    known(formats, output)
    how = ruling(on_undecided, advisory, None)
    judged = how.over(compared(before, after, limited(checked(after).gate, wanted)))
    emit(judged, formats, output)
    raise typer.Exit(how.exit_code(judged.verdict))
