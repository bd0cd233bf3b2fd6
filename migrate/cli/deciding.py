"""The options that `gate` and `compare` have in common: how they decide, and where they say it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from migrate.cli import outputs
from migrate.cli.arguments import taking
from migrate.cli.replay import options as opt
from migrate.cli.ruling import OnUndecided, Ruling, ruling
from prompt_tests.reports import REPORTS
from prompt_tests.rundir import Gate


@dataclass(frozen=True, slots=True)
class Deciding:
    """Those options, as given."""

    margin: opt.Margin = None
    max_cost_ratio: opt.CostRatio = None
    max_latency_ratio: opt.LatencyRatio = None
    max_refusal_share: opt.RefusalShare = None
    max_contract_breaks: opt.ContractBreaks = None
    on_undecided: opt.Undecided = OnUndecided.say
    advisory: opt.Advisory = False
    formats: opt.Formats = None
    output: opt.Output = ""

    def limits(self) -> dict[str, Any]:
        """What they say of the gate."""
        own = {field.name for field in fields(self)}
        return {
            limit.name: getattr(self, limit.name) for limit in fields(Gate) if limit.name in own
        }

    def ruling(self, override_reason: str | None = None) -> Ruling:
        """How the verdict is to be taken; raises Trouble for an override without words."""
        return ruling(self.on_undecided, self.advisory, override_reason)

    def targets(self) -> list[tuple[str, str]]:
        """The formats and their files; raises Trouble for what cannot be written."""
        return outputs.targets(self.formats or (), self.output, REPORTS)


deciding = taking(Deciding)
"""Gives a command the options of `Deciding`, as its first argument."""
