"""`report.html`: one file that a reviewer opens, with the verdict first and every case in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from typing import Any, ClassVar

from migrate import html
from prompt_tests.page import summary
from prompt_tests.page.body import body
from prompt_tests.page.figures import Figures
from prompt_tests.page.groups import Groups
from prompt_tests.page.index import Index
from prompt_tests.page.pack import Chunks, packed
from prompt_tests.reasons import REASONS
from prompt_tests.reports import REPORTS, JudgedRun

_ORDER = "dom data text diff state filter review list answers talk detail keys main"
SCRIPTS = tuple(f"js/{name}.js" for name in _ORDER.split())
STYLES = ("replay.css",)
GROUPS = 12
"""Groups listed in the static part."""


@REPORTS.add
class Html:
    """The page for reviewers: safe whatever the models wrote, without network, in one file."""

    file: ClassVar[str] = "report.html"

    def write(self, run: JudgedRun) -> Iterator[str]:
        """The page, piece by piece; the cases are gone through once, and never all in memory."""
        with ExitStack() as stack:
            chunks = stack.enter_context(Chunks())
            values = _collected(run, chunks)
            yield from html.stream("replay.html.j2", values, styles=STYLES, scripts=SCRIPTS)


def _collected(run: JudgedRun, chunks: Chunks) -> dict[str, Any]:
    index, groups, figures, worst = Index(), Groups(), Figures(), summary.Worst()
    statuses: Counter[str] = Counter()
    seal = sha256()
    for judged in run.cases:
        shown = body(judged)
        seal.update("".join(shown["hashes"]).encode())
        index.add(judged, chunks.add(shown), groups.add(judged))
        figures.add(judged)
        worst.add(judged)
        statuses[judged.status] += 1
    return {
        **_top(run, statuses),
        "worst": worst.listed(),
        "regressed": worst.seen,
        "groups": groups.largest(GROUPS),
        "plots": figures.drawn(run.verdict),
        "meta": html.island(_meta(run, seal.hexdigest(), groups)),
        "index": packed(index.packed()),
        "chunks": chunks,
    }


def _top(run: JudgedRun, statuses: Counter[str]) -> dict[str, Any]:
    verdict = run.verdict
    return {
        "title": summary.headline(verdict),
        "sign": summary.SIGNS[verdict.outcome],
        "verdict": verdict,
        "counts": summary.counts(statuses),
        "cases": statuses.total(),
        "measures": summary.measures(verdict),
        "causes": summary.causes(verdict.causes),
        "noise": summary.noise(verdict.noise),
        "confirmations": summary.confirmations(verdict.confirmations),
        "identity": summary.identity(run.info),
        "adaptations": summary.adaptations(run.info),
    }


def _meta(run: JudgedRun, seal: str, groups: Groups) -> dict[str, Any]:
    return {
        "run": run.info.id,
        "sha256": seal,
        "recordings": run.info.recordings,
        "reasons": REASONS,
        "groups": [(group.label, group.size) for group in groups.by_number()],
    }
