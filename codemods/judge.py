"""Judges the files that hold a needle: Python as modules of one world, the others as settings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods import files
from codemods.files import Candidate, WalkOptions
from codemods.finding import Finding, Skipped
from codemods.python.module import Module
from codemods.python.modules import Modules
from codemods.python.proposal import Proposal, findings
from codemods.python.reading import Reading
from codemods.python.vocabulary import Vocabulary
from codemods.python.whole import Whole
from codemods.python.world import World
from codemods.rules import rules
from codemods.source import Source, Undecodable

if TYPE_CHECKING:
    from migrate.plan import Plan


@dataclass(slots=True)
class Judged:
    """What was found in the files that hold a needle."""

    findings: list[Finding] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def judge(
    hits: Sequence[Candidate],
    everything: Sequence[Candidate],
    plan: Plan,
    options: WalkOptions,
    progress: Callable[[str, int, int], None] | None = None,
) -> Judged:
    """The findings in *hits*; *everything* is what imports may lead to."""
    return _Judge(hits, everything, plan, options).run()


class _Judge:
    def __init__(
        self,
        hits: Sequence[Candidate],
        everything: Sequence[Candidate],
        plan: Plan,
        options: WalkOptions,
    ) -> None:
        self.hits = hits
        self.plan = plan
        self.options = options
        self.vocabulary = Vocabulary(plan)
        self.by_path = {candidate.shown: candidate for candidate in everything}
        python = [c.shown for c in everything if c.kind == "python"]
        self.modules = Modules(python, self.source)
        self.result = Judged()

    def source(self, path: str) -> Source | None:
        """The decoded file at *path*, or None."""
        data = files.read(self.by_path[path], self.options)
        found = Source.from_bytes(data, path) if isinstance(data, bytes) else None
        return found if isinstance(found, Source) else None

    def run(self) -> Judged:
        """Read, judge, and say."""
        core: list[Module] = []
        env: dict[str, tuple[str, ...]] = {}
        for candidate in self.hits:
            core += self._read(candidate)
        if core:
            world = World(self.vocabulary, self.modules, core, env)
            reading = Reading(world)
            proposals = [p for _, rule in rules.items() for p in rule().findings(reading)]
            self.result.findings += findings(proposals)
        return self.result

    def _read(self, candidate: Candidate) -> list[Module]:
        data = files.read(candidate, self.options)
        if isinstance(data, str):
            self.result.skipped.append(Skipped(candidate.shown, data))
            return []
        why = files.unsuitable(data)
        source = Source.from_bytes(data, candidate.shown)
        if isinstance(source, Undecodable):
            why = why or source.reason
        if why or isinstance(source, Undecodable):
            self.result.skipped.append(Skipped(candidate.shown, why))
            return []
        self.result.digests[candidate.shown] = hashlib.sha256(data).hexdigest()
        return self._modules(candidate, source)

    def _modules(self, candidate: Candidate, source: Source) -> list[Module]:
        if candidate.kind != "python":
            return []
        try:
            module = Module.parse(candidate.shown, Whole(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.result.skipped.append(Skipped(candidate.shown, f"does not parse: {error}"))
            return []
        self.modules.put(module)
        return [module]


__all__ = ["Judged", "Proposal", "judge"]
