"""Ask the old and the new model every recorded question: GO, NO-GO or UNDECIDED."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import typer

from migrate.cli import replay_options as opt
from migrate.cli.cluster import cluster
from migrate.cli.plan_options import AsOf, ConfigFile, Isolated, Moves, Recipes
from migrate.cli.replay_case import once
from migrate.cli.replay_spread import spread
from migrate.cli.replay_wishes import Wishes
from migrate.cli.replaying import carry_out, decide
from migrate.errors import Trouble

ORDER = 60

app = typer.Typer()


@app.command()
def replay(
    recordings: opt.Recordings,
    old: opt.Old,
    out: opt.Out = None,
    new: opt.New = "",
    by_plan: opt.ByPlan = False,
    recipe: Recipes = None,
    move: Moves = None,
    endpoint: opt.Endpoints = [],  # noqa: B006 - typer copies it
    model: opt.Model = "",
    case: opt.Case = "",
    shard: opt.ShardOf = "1/1",
    resume: opt.Resume = False,
    margin: opt.Margin = None,
    max_cost_ratio: opt.CostRatio = None,
    max_latency_ratio: opt.LatencyRatio = None,
    max_refusal_share: opt.RefusalShare = None,
    max_contract_breaks: opt.ContractBreaks = None,
    contract: opt.Contract = False,
    early_stop: opt.EarlyStop = False,
    max_cost: opt.MaxCost = None,
    max_cost_per_case: opt.MaxCostPerCase = None,
    max_requests: opt.MaxRequests = None,
    max_tokens_total: opt.MaxTokens = None,
    max_time: opt.MaxTime = "",
    price: opt.Prices = [],  # noqa: B006 - typer copies it
    jobs: opt.Jobs = opt.DEFAULT_JOBS,
    repeats: opt.Repeats = 1,
    noise: opt.Noise = 0,
    stream: opt.Stream = None,
    as_is: opt.AsIs = False,
    api: opt.ApiOf = [],  # noqa: B006 - typer copies it
    batch: opt.Batch = False,
    free: opt.Free = None,
    timeout: opt.Timeout = 180.0,
    scheduler: opt.Scheduler = "",
    as_of: AsOf = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> None:
    """Ask the old and the new model every recorded question: GO, NO-GO or UNDECIDED.

    Exit code 0 is GO, 1 NO-GO, 3 UNDECIDED; with --case 1 is a regression, 3 no answer. The same
    command again goes on where it ended.
    """
    _run(locals())


def _run(given: dict[str, Any]) -> None:
    if given["out"] is not None:
        _carry_out(Wishes(**given))  # Wishes has exactly the names of the options
    if not given["case"]:
        raise Trouble("--out is missing", hint="it names the run directory, new or half-done")
    with TemporaryDirectory(prefix="llm-cutover-") as folder:
        _carry_out(Wishes(**{**given, "out": Path(folder)}))


def _carry_out(wishes: Wishes) -> NoReturn:
    if wishes.case:
        raise typer.Exit(once(wishes))
    if not wishes.scheduler:
        raise typer.Exit(decide(wishes, carry_out(wishes)))
    with cluster(wishes.scheduler) as workers:
        carried = spread(wishes, workers)
    raise typer.Exit(decide(wishes, carried))
