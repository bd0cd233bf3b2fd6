"""Look after run directories: show one, merge the shards of one, repair a damaged one."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import typer

from migrate.cli import terminal
from migrate.cli.ruling import EXIT
from migrate.errors import Trouble
from migrate.hostile import one_line
from prompt_tests.judging import verdict_file
from prompt_tests.replaying import merge as merging
from prompt_tests.replaying import runinfo
from prompt_tests.replaying.cases import Cases
from prompt_tests.replaying.claims import read_claims
from prompt_tests.replaying.session import conclude
from prompt_tests.replaying.store import read_results
from prompt_tests.rundir import RunDir

ORDER = 85

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command()
def show(
    run: Path = typer.Argument(..., metavar="RUN", help="The run directory."),
    as_json: bool = typer.Option(False, "--json", help="As JSON."),
) -> None:
    """What a run is and how far it is."""
    info, directory = runinfo.load(run), RunDir(run)
    results = list(read_results(directory.results))
    kinds = Counter(r.reply.failure.kind if r.reply.failure else "ok" for r in results)
    ledger = read_claims(directory.claims)
    told = {
        "id": info.id,
        "started": info.started,
        "recordings": info.recordings,
        "old": info.old.label,
        "new": info.new.label,
        "cases": sum(1 for _ in Cases(run)),
        "answers": dict(sorted(kinds.items())),
        "requests": ledger.requests,
        "cost_usd": ledger.spent if ledger.priced else None,
        "held_usd": ledger.held,
        "orphaned": sum(claim.requests for claim in ledger.orphans.values()),
        "outcome": verdict.outcome if (verdict := verdict_file.current(directory)) else None,
    }
    if as_json:
        terminal.data(json.dumps(told))
        return
    for name, value in told.items():
        terminal.data(one_line(f"{name.replace('_', ' ')}: {_shown(value)}", 400))


def _shown(value: object) -> object:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items()) or "none"
    return "unknown" if value is None else value


@app.command()
def merge(
    runs: list[Path] = typer.Argument(..., metavar="RUN...", help="All shards of one run."),
    out: Path = typer.Option(..., "--out", "-o", help="The new run directory."),
) -> None:
    """Make one run of its shards (`replay --shard i/n`), and decide on it.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED.
    """
    if len(runs) < 2:
        raise Trouble("merge needs all shards of a run, at least two")
    info = merging.merge(runs, out)
    verdict = conclude(RunDir(out), info)
    terminal.data(one_line(f"{verdict.outcome}: {verdict.reasons[0]}", 2000))
    raise typer.Exit(EXIT[verdict.outcome])


@app.command()
def repair(run: Path = typer.Argument(..., metavar="RUN", help="The run directory.")) -> None:
    """Drop damaged lines from a run's results, so that `replay` can ask those cases again."""
    kept, dropped = merging.repair(run)
    terminal.data(f"{kept} lines kept, {dropped} dropped")
