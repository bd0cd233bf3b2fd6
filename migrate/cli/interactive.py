"""`apply --interactive`: group by group, a person decides."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.changeset import build, units
from codemods.diff import diff
from codemods.writer import obstacle
from migrate.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codemods.finding import Finding

HELP = """\
y - write this group
n - leave it as it is
a - write it and every later group that makes the same change
e - write another text instead
? - explain it
q - leave it and all later groups"""


def chosen(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """*findings*, those of declined groups turned into `leave`, edited ones with their new text."""
    decided: dict[str, Finding] = {}
    groups = units(findings)
    accepted: set[tuple[tuple[str, str], ...]] = set()
    quitting = False
    for number, group in enumerate(groups, 1):
        if not quitting and _same(group) not in accepted:
            terminal.say(f"\n({number}/{len(groups)}) {_title(group)}")
            group, answer = _decide(group)
            quitting = answer == "q"
            if answer == "a":
                accepted.add(_same(group))
            if answer in ("n", "q"):
                group = [_declined(finding) for finding in group]
        elif quitting:
            group = [_declined(finding) for finding in group]
        decided |= {finding.id: finding for finding in group}
    return tuple(decided.get(f.id, f) if f.action == "rewrite" else f for f in findings)


def _decide(group: list[Finding]) -> tuple[list[Finding], str]:
    """The group, perhaps edited, and the answer: one of y, n, a, q."""
    _show(group)
    while True:
        answer = _ask("write this group [y,n,a,e,?,q]? ")
        if answer in ("y", "n", "a", "q"):
            return group, answer
        if answer == "e":
            group = _edited(group)
            _show(group)
        elif answer == "?":
            _explain(group)
        else:
            terminal.say(HELP)


def _ask(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip().lower() if line else "q"


def _show(group: list[Finding]) -> None:
    made = build(group, obstacle=obstacle)
    terminal.say(diff(made.changes).data.decode("utf-8", "replace"))
    for left in made.left:
        terminal.say(f"cannot be written: {left.path}:{left.line}: {left.reason}")


def _explain(group: list[Finding]) -> None:
    for finding in group:
        place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
        terminal.say(f"{place} {finding.rule}: {finding.old} -> {finding.new}")
        terminal.say(f"  {finding.reason}")
        for step in finding.trail:
            terminal.say(f"  - {step}")


def _edited(group: list[Finding]) -> list[Finding]:
    """The group with other texts, asked for once for each pair of old and new."""
    texts: dict[str, str] = {}
    for new in dict.fromkeys(finding.new for finding in group if finding.new):
        sys.stderr.write(f"instead of {new!r}: ")
        sys.stderr.flush()
        texts[new] = sys.stdin.readline().strip() or new
    return [_with(finding, texts.get(finding.new, finding.new)) for finding in group]


def _with(finding: Finding, text: str) -> Finding:
    if not finding.new:
        return finding
    edits = tuple(replace(e, text=e.text.replace(finding.new, text)) for e in finding.edits)
    return replace(finding, new=text, edits=edits)


def _declined(finding: Finding) -> Finding:
    return replace(finding, action="leave", edits=(), reason="declined")


def _same(group: list[Finding]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(finding.old, finding.new) for finding in group}))


def _title(group: list[Finding]) -> str:
    first = group[0]
    more = f" and {len(group) - 1} more" if len(group) > 1 else ""
    return f"{first.old} -> {first.new}: {first.path}:{first.span.line}{more}"
