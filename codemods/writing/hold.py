"""Taking findings out of a result without tearing a group: what is rewritten is rewritten whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from codemods.finding import Finding, ScanResult


def without(result: ScanResult, hidden: Collection[int], why: str) -> ScanResult:
    """*result* without the findings at the indexes *hidden*.

    A rewrite whose group loses a rewrite becomes a review: half of it may not be written. *why*
    ends the sentence "held back, because PLACE of the same group is ...".
    """
    torn = {
        finding.group: finding
        for index, finding in enumerate(result.findings)
        if index in hidden and finding.group and finding.action == "rewrite"
    }
    kept = (finding for index, finding in enumerate(result.findings) if index not in hidden)
    return replace(result, findings=tuple(_held(finding, torn, why) for finding in kept))


def _held(finding: Finding, torn: dict[str, Finding], why: str) -> Finding:
    cause = torn.get(finding.group)
    if cause is None or finding.action != "rewrite":
        return finding
    place = f"{cause.path}:{cause.span.line} ({cause.rule})"
    reason = f"{finding.reason}; held back, because {place} of the same group is {why}"
    return replace(finding, action="review", edits=(), reason=reason)
