"""Words for the tests: a reply that says something, a case, a run of many."""

from __future__ import annotations

from typing import Any

from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Failure, Reply, Usage


def says(text: str | None = None, *, calls: list[tuple[str, str]] = (), **fields: Any) -> Reply:
    """An answer with a text, or with tool calls given as (name, arguments)."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = [
            {"id": f"{i}", "type": "function", "function": {"name": name, "arguments": given}}
            for i, (name, given) in enumerate(calls)
        ]
    message |= {name: fields.pop(name) for name in ("refusal", "function_call") if name in fields}
    output = fields.pop("output", None)
    finish = fields.pop("finish", "tool_calls" if calls else "stop")
    return Reply(message=message, finish_reason=finish, usage=Usage(output=output), **fields)


def fails(kind: str = "timeout") -> Reply:
    return Reply(failure=Failure(kind, "no answer"))


def recording(name: str = "case", **fields: Any) -> Recording:
    request = {"model": "old", "messages": [{"role": "user", "content": "?"}]}
    request |= fields.pop("request", {})
    expect = fields.pop("expect", ())
    return Recording(name, request, expect=tuple(expect), **fields)


PASS, FAIL = "right", "wrong"
EXPECT = ({"type": "equals", "value": PASS},)


def case(name: str, old: Reply | str, new: Reply | str, **fields: Any) -> Case:
    """A case that expects the word `right`."""
    fields.setdefault("expect", EXPECT)
    sides = [reply if isinstance(reply, Reply) else says(reply) for reply in (old, new)]
    return Case(recording(name, **fields), (sides[0],), (sides[1],))


def table(lost: int, won: int, both: int, neither: int = 0) -> list[Case]:
    """Cases that make a flip table of these four counts."""
    pairs = [(PASS, FAIL)] * lost + [(FAIL, PASS)] * won
    pairs += [(PASS, PASS)] * both + [(FAIL, FAIL)] * neither
    return [case(f"case-{i}", *pair) for i, pair in enumerate(pairs)]
