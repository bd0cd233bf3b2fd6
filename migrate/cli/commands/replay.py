"""Ask the old and the new model every recorded question: GO, NO-GO or UNDECIDED."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import typer

from migrate.cli.arguments import taking
from migrate.cli.cluster import cluster
from migrate.cli.replay_case import once
from migrate.cli.replay_spread import spread
from migrate.cli.replay_wishes import Wishes
from migrate.cli.replaying import carry_out, decide

ORDER = 60

app = typer.Typer()


@app.command()
@taking(Wishes)
def replay(wishes: Wishes) -> None:
    """Ask the old and the new model every recorded question: GO, NO-GO or UNDECIDED.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED; with --case 1 is a regression, 3 no answer. The same
    command again goes on where it ended.
    """
    if wishes.out is not None or not wishes.case:
        _carry_out(wishes)
    with TemporaryDirectory(prefix="llm-cutover-") as folder:
        _carry_out(replace(wishes, out=Path(folder)))


def _carry_out(wishes: Wishes) -> NoReturn:
    if wishes.case:
        raise typer.Exit(once(wishes))
    if not wishes.scheduler:
        raise typer.Exit(decide(wishes, carry_out(wishes)))
    with cluster(wishes.scheduler) as workers:
        carried = spread(wishes, workers)
    raise typer.Exit(decide(wishes, carried))
