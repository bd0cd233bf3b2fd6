"""Find what ties the code to an old model or host, and what becomes of it."""

from __future__ import annotations

import typer

from migrate.cli import outputs, selection
from migrate.cli.scan_options import Baseline, Formats, Output, ScanArguments, scanning

app = typer.Typer()
ORDER = 10


@app.command()
@scanning
def scan(
    arguments: ScanArguments,
    form: Formats = None,
    output: Output = "",
    baseline: Baseline = None,
    write_baseline: selection.WriteBaseline = False,
    exit_zero: selection.ExitZero = False,
) -> None:
    """Find what ties the code to an old model or host, and what becomes of it.

    Changes nothing. Exit code 1 when there is something to rewrite or to review, 0 when not.
    """
    wanted = outputs.targets(form or (), output)
    known = selection.KnownFindings.of(baseline, write_baseline)
    result = known.beyond(arguments.scan(arguments.plan()))
    outputs.emit(result, wanted)
    if not exit_zero and (result.of("rewrite") or result.of("review")):
        raise typer.Exit(1)
