"""Find what ties the code to an old model or host, and why."""

from __future__ import annotations

import typer

from migrate.cli.scanning import outputs, selection
from migrate.cli.scanning.options import Baseline, Formats, Output, ScanArguments, scanning

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
    Two processes read a large tree where that pays (there is no --jobs); --scheduler spreads many.

    Examples:
      llm-cutover scan
      llm-cutover scan src --recipe openai-to-deepseek
      llm-cutover scan --move together=meta:muse-spark-1.3 --as-of 2026-12-01
      llm-cutover scan -f sarif=findings.sarif -f text .
    """
    wanted = outputs.targets(form or (), output)
    known = selection.KnownFindings.of(baseline, write=write_baseline)
    result = arguments.scan(arguments.plan())
    result = known.beyond(result, arguments.speaking(result))
    outputs.emit(result, wanted)
    if not exit_zero and (result.of("rewrite") or result.of("review")):
        raise typer.Exit(1)
