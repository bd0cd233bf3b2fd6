"""The tool calls of an answer, read: name and arguments as JSON, and whether they are valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prompt_tests.answers.jsontext import Parsed, parse
from prompt_tests.recording import Json
from prompt_tests.reply import Reply
from prompt_tests.shapes.schemas import SchemaTrouble, complaint, validator_of

Request = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call: *arguments* is the parsed object, or the problem of its text *raw*."""

    name: str
    arguments: Parsed
    raw: str


def read(reply: Reply) -> list[ToolCall]:
    """The calls of *reply* in order; no arguments at all are an empty object."""
    return [_read(call) for call in reply.tool_calls]


def offered(request: Request) -> frozenset[str]:
    """The names of the tools that a request offers."""
    return frozenset(str(tool.get("name", "")) for tool in _tools(request))


def fault(request: Request, call: ToolCall) -> str:
    """Why *call* is none that *request* invites; empty when it is valid.

    Its arguments are a JSON object that the tool's schema takes, and the tool was offered.
    """
    known = offered(request)
    if known and call.name not in known:
        return f"the tool {call.name!r} was never offered"
    if not call.arguments.ok:
        return f"the arguments of {call.name!r} are no JSON object: {call.arguments.problem}"
    problem = _refused(_parameters(request, call.name), call.arguments.value)
    return f"the arguments of {call.name!r} break its schema: {problem}" if problem else ""


def _refused(schema: Json, arguments: Json) -> str:
    try:
        return "" if schema is None else complaint(validator_of(schema), arguments)
    except SchemaTrouble:  # a tool whose schema is none promises nothing
        return ""


def _parameters(request: Request, name: str) -> Json:
    """The JSON Schema of the tool *name*, None when it has none."""
    return next((t.get("parameters") for t in _tools(request) if t.get("name") == name), None)


def _tools(request: Request) -> Iterator[Request]:
    """What stands inside of each tool: functions, custom tools, the older `functions`."""
    tools, older = request.get("tools"), request.get("functions")
    for tool in tools if isinstance(tools, list) else []:
        inner = (tool.get("function") or tool.get("custom")) if isinstance(tool, Mapping) else None
        if isinstance(inner, Mapping):
            yield inner
    yield from (tool for tool in older or () if isinstance(tool, Mapping))


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
