"""Decide on a finished run again, under other limits."""

from __future__ import annotations

from pathlib import Path

import typer

from migrate.cli import replay_options as opt
from migrate.cli.ruling import OnUndecided, emit, known, ruling
from prompt_tests.judging.limits import limited
from prompt_tests.judging.verdict_file import write
from prompt_tests.reviewing.loadrun import checked, decided
from prompt_tests.rundir import RunDir

ORDER = 31

app = typer.Typer()


@app.command()
def gate(
    run: Path = typer.Argument(..., metavar="RUN", help="The run directory of a replay."),
    margin: opt.Margin = None,
    max_cost_ratio: opt.CostRatio = None,
    max_latency_ratio: opt.LatencyRatio = None,
    max_refusal_share: opt.RefusalShare = None,
    max_contract_breaks: opt.ContractBreaks = None,
    baseline: Path | None = typer.Option(
        None, metavar="FILE", help="Leave out what this file accepts."
    ),
    on_undecided: opt.Undecided = OnUndecided.say,
    advisory: opt.Advisory = False,
    override_reason: str | None = typer.Option(
        None, metavar="WHY", help="Let it pass, and why; is recorded."
    ),
    formats: opt.Formats = [],  # noqa: B006 - typer copies it
    output: opt.Output = "",
) -> None:
    """Decide on a finished run again, under other limits if you like, and write verdict.json.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED. Nothing is called; the answers in the run are judged
    anew.

    Examples:
      llm-cutover gate run --margin 0.05 --max-cost-ratio 1.5
      llm-cutover gate run -f markdown=comment.md -f junit=junit.xml
      llm-cutover gate run --baseline .llm-cutover/baseline.jsonl
    """
    wanted = opt.limits(locals())
    known(formats, output)
    how = ruling(on_undecided, advisory, override_reason)
    judged = how.over(decided(run, limited(checked(run).gate, wanted), baseline))
    write(judged.verdict, RunDir(run))
    emit(judged, formats, output)
    raise typer.Exit(how.exit_code(judged.verdict))
