"""The tool calls of an answer, read: name and arguments as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prompt_tests.answers.jsontext import Parsed, parse
from prompt_tests.reply import Reply


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call: *arguments* is the parsed object, or the problem of its text *raw*."""

    name: str
    arguments: Parsed
    raw: str


def read(reply: Reply) -> list[ToolCall]:
    """The calls of *reply* in order; no arguments at all are an empty object."""
    return [_read(call) for call in reply.tool_calls]


def offered(request: Mapping[str, object]) -> frozenset[str]:
    """The names of the tools that a request offers."""
    tools = request.get("tools")
    names = []
    for tool in tools if isinstance(tools, list) else []:
        function = tool.get("function") if isinstance(tool, Mapping) else None
        if isinstance(function, Mapping):
            names.append(str(function.get("name", "")))
    return frozenset(names)


def _read(call: Mapping[str, object]) -> ToolCall:
    function = call.get("function")
    if not isinstance(function, Mapping):  # a custom tool takes free text
        custom = call.get("custom")
        body = custom if isinstance(custom, Mapping) else {}
        text = str(body.get("input", ""))
        return ToolCall(str(body.get("name", "")), Parsed({"input": text}), text)
    raw = function.get("arguments")
    if isinstance(raw, Mapping):  # some hosts send the object itself
        return ToolCall(str(function.get("name", "")), Parsed(dict(raw)), str(raw))
    text = raw if isinstance(raw, str) else ""
    arguments = parse(text) if text.strip() else Parsed({})
    if arguments.ok and not isinstance(arguments.value, dict):
        arguments = Parsed(problem="the arguments are no JSON object")
    return ToolCall(str(function.get("name", "")), arguments, text)
