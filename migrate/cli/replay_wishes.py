"""The options of `replay`, as one value."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from migrate.cli.plan_options import instant_of
from migrate.config import Config
from migrate.errors import Trouble, nearest
from migrate.provider_files import instant
from prompt_tests.asking.ledger import Caps
from prompt_tests.asking.pace import seconds
from prompt_tests.judging.limits import limited, planned
from prompt_tests.replaying import replay as running
from prompt_tests.replaying.served_tools import MATCHINGS, Matching
from prompt_tests.replaying.sides import Live
from prompt_tests.reply import Side
from prompt_tests.rundir import Gate
from prompt_tests.shapes.deadline import Bounds


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of the command, as given."""

    recordings: Path
    old: str
    out: Path
    new: str
    by_plan: bool
    recipe: list[str] | None
    move: list[str] | None
    endpoint: list[str]
    model: str
    case: str
    shard: str
    resume: bool
    margin: float | None
    max_cost_ratio: float | None
    max_latency_ratio: float | None
    max_refusal_share: float | None
    max_contract_breaks: int | None
    contract: bool
    early_stop: bool
    max_cost: float | None
    max_cost_per_case: float | None
    max_requests: int | None
    max_time: str
    max_tokens_total: int | None
    price: list[str]
    jobs: int
    repeats: int
    noise: int
    stream: bool | None
    as_is: bool
    api: list[str]
    batch: bool
    free: str | None
    timeout: float
    scheduler: str
    as_of: str | None
    config: Path | None
    isolated: bool

    @property
    def at(self) -> datetime | None:
        """The instant whose facts and prices hold; None is now."""
        return instant(instant_of(self.as_of)) if self.as_of else None

    @property
    def answers(self) -> int:
        """Answers asked of each live side per case."""
        return max(self.repeats, 1 + self.noise)

    def gate(self, config: Config) -> Gate:
        """What decides: flags before the configuration."""
        given = {limit.name: getattr(self, limit.name, None) for limit in fields(Gate)}
        return limited(planned(config), given)

    def work(self, sides: dict[Side, Live]) -> running.Work:
        """The run that is to be made of *sides*."""
        time = seconds(self.max_time) if self.max_time else None
        if self.max_time and not time:
            raise Trouble(f"--max-time {self.max_time!r} is no time", hint="90, 10m or 2h")
        return running.Work(
            sides,
            self.answers,
            self.jobs,
            Caps(self.max_cost, self.max_requests, time, self.max_tokens_total),
            self.max_cost_per_case,
            replace(Bounds(), total=self.timeout),
            self.at,
            self.matching(),
        )

    def matching(self) -> Matching | None:
        """How tool results are matched in a free run; None: not a free run."""
        if self.free is None:
            return None
        found = next((name for name in MATCHINGS if name == self.free), None)
        if found is None:
            raise Trouble(f"--free {self.free!r}", hint=nearest(self.free, MATCHINGS))
        return found
