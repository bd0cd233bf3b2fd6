"""Show the whole way on a sample application. Needs no key."""

from __future__ import annotations

from pathlib import Path

import typer

from migrate.cli.demo import Demo

ORDER = 0

app = typer.Typer()


@app.command()
def demo(
    fixed: bool = typer.Option(
        False, "--fixed", help="Serve the new model with its one regression mended: GO."
    ),
    directory: Path | None = typer.Option(
        None, "--dir", metavar="DIR", help="Work in this new folder instead of a temporary one."
    ),
) -> None:
    """Show the main job on a sample application, on this machine only.

    A small ticket desk and its recorded conversations (written for the demo) are copied into a
    scratch folder. The demo scans it, shows the diff, applies it, runs the application's own
    tests before and after, serves the old and the new model on loopback, replays the recordings
    and writes the report. The new model has one real regression, so the verdict is NO-GO; with
    --fixed it is GO. The exit code is 0 in both cases: the demo worked.

    Examples:
      llm-cutover demo
      llm-cutover demo --fixed --dir demo
    """
    Demo.start(directory, fixed=fixed).run()
