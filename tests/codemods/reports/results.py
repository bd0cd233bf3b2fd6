"""Scan results made by hand, for the tests of outputs."""

from __future__ import annotations

from typing import Any

from codemods.finding import Edit, Finding, ScanResult, Skipped, Span

CODE = 'client = OpenAI()\nreply = client.create(model="deepseek-chat", n=1)\n'


def span_of(text: str, part: str) -> Span:
    """The place of the first *part* in *text*."""
    start = text.index(part)
    end = start + len(part)
    line, column = _place(text, start)
    end_line, end_column = _place(text, end)
    return Span(start, end, line, column, end_line, end_column)


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def finding(text: str = CODE, old: str = "deepseek-chat", **values: Any) -> Finding:
    """A rewrite of *old* in *text*, or what *values* say."""
    span = span_of(text, old)
    new = values.pop("new", "deepseek-v4-flash")
    action = values.pop("action", "rewrite")
    edits = (Edit(span.start, span.end, new),) if action == "rewrite" else ()
    given: dict[str, Any] = {
        "rule": "retired-models",
        "path": "app/llm.py",
        "reason": "DeepSeek retired deepseek-chat on 2026-07-24.",
        "provider": "deepseek",
        "group": "app/llm.py:2",
        "trail": ("reaches client.create at app/llm.py:2",),
    }
    return Finding(span=span, old=old, new=new, action=action, edits=edits, **(given | values))


def result(*findings: Finding, text: str = CODE, **values: Any) -> ScanResult:
    """A result with *findings*, each in a file that holds *text*."""
    texts = dict.fromkeys((f.path for f in findings), text)
    return ScanResult(findings, read=3, matched=1, texts=texts, **values)


def mixed() -> ScanResult:
    """One finding of each action, and a file that was skipped."""
    return result(
        finding(),
        finding(old="OpenAI", action="review", new="", reason="Its host is not known here."),
        finding(old="n=1", action="leave", new="", reason="Right as it is.", trail=()),
        skipped=(Skipped("big.json", "larger than 1 MB"),),
    )
