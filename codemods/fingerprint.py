"""A name for a finding that stays when the lines above it move: for baselines and alerts."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from codemods.texts import line_at

if TYPE_CHECKING:
    from codemods.finding import Finding, ScanResult


def fingerprints(result: ScanResult) -> list[str]:
    """One hexadecimal name per finding of *result*, in their order, no two the same.

    Made of rule, path, the source line with its blanks normalised, the token, and which of the
    findings with equal such parts it is.
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in result.findings:
        same = _parts(finding, result.texts.get(finding.path, ""))
        seen[same] += 1
        names.append(sha256(f"{same}\0{seen[same]}".encode("utf-8", "replace")).hexdigest())
    return names


def _parts(finding: Finding, text: str) -> str:
    line = " ".join(line_at(text, finding.span).split())
    return "\0".join((finding.rule, finding.path, line, finding.old))
