"""What an answer says, as one text for a reader, and as a hash by which it is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from prompt_tests.recording import Json
from prompt_tests.reply import Reply
from prompt_tests.shapes import strict_json

REASONING = ("reasoning_content", "reasoning", "reasoning_details")
"""Fields of a message that hold what a model thought, not what it said."""


def fingerprint(reply: Reply) -> str:
    """The SHA-256 of an answer's message, by which a decision knows what it was about.

    Reasoning is no part of it: it is another each time, and nobody's answer.
    """
    said = {name: value for name, value in (reply.message or {}).items() if name not in REASONING}
    if reply.failure:
        said = {"failure": reply.failure.kind}
    return hashlib.sha256(strict_json.text_of(said, sort=True).encode()).hexdigest()


def answer_text(reply: Reply) -> str:
    """Everything that *reply* says as one text: words, tool calls, or why there is none."""
    if reply.failure:
        return f"{reply.failure.kind}: {reply.failure.message}"
    calls = (f"{name}({arguments})" for name, arguments in map(call_parts, reply.tool_calls))
    return "\n".join(part for part in (reply.text, refusal_of(reply), *calls) if part)


def refusal_of(reply: Reply) -> str:
    """The refusal that the API marked as one, or nothing."""
    refusal = (reply.message or {}).get("refusal")
    return refusal if isinstance(refusal, str) else ""


def call_parts(call: Mapping[str, Json]) -> tuple[str, str]:
    """Name and arguments of a tool call, whatever shape it has."""
    function = call.get("function")
    inner = function if isinstance(function, Mapping) else call
    arguments = inner.get("arguments", inner.get("input", ""))
    return str(inner.get("name", "")), arguments if isinstance(arguments, str) else repr(arguments)
