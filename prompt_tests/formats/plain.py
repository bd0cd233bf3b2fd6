"""Plain pairs, one JSON object a line: a request (or messages, or a prompt) and its response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from prompt_tests.formats import FORMATS, Format, Found, Item, Skipped, each
from prompt_tests.logs.http_call import UNKNOWN_MODEL
from prompt_tests.logs.identity import question_id
from prompt_tests.logs.logfile import LogFile
from prompt_tests.recording import Json, Recording, Response
from prompt_tests.shapes import chat
from prompt_tests.shapes.fidelity import PARAMS_MISSING, judged
from prompt_tests.shapes.loose import fields, items

_FOREIGN = frozenset(
    {"schema", "custom_id", "call_type", "run_type", "request_body", "dotted_order", "attributes"}
)
_TRACES = frozenset({"traceId", "trace_id"})
_REQUESTS = ("request", "input", "messages", "prompt")
_RESPONSES = ("response", "output", "completion")


@FORMATS.add
class Plain(Format):
    """`{"request": {...}, "response": {...}}`; a model, tools and params may stand beside."""

    verified: ClassVar[bool] = True
    alone: ClassVar[bool] = True

    @staticmethod
    def sniff(file: LogFile) -> bool:
        """Whether the first row is a request and a response, and nobody else's."""
        row = file.first
        return (
            isinstance(row, dict)
            and not _FOREIGN.intersection(row)
            and not ("type" in row and not _TRACES.isdisjoint(row))
            and _request(row) is not None
            and any(name in row for name in _RESPONSES)
        )

    @staticmethod
    def read(files: Sequence[LogFile]) -> Iterator[Item]:
        """One call a row."""
        return each(files, _call)


def _call(row: Mapping[str, Json], place: str) -> Item:
    request = _request(row)
    if request is None:
        return Skipped(place, "no request, messages or prompt")
    answers = _answers(next((row[n] for n in _RESPONSES if row.get(n) is not None), None))
    known = [] if request.get("model") else [PARAMS_MISSING]
    request["model"] = str(request.get("model") or UNKNOWN_MODEL)
    session = row.get("conversation") or row.get("session_id")
    recording = Recording(
        id=str(row["id"]) if row.get("id") not in (None, "") else question_id(request),
        request=request,
        response=answers[0] if answers else None,
        repeats=tuple(answers[1:]),
        conversation=None if session is None else str(session),
        expect=tuple(e for e in items(row.get("expect")) if isinstance(e, dict)),
        tags=tuple(tag for tag in items(row.get("tags")) if isinstance(tag, str)),
        source={"format": "plain", "place": place, **_time(row)},
    )
    return Found(judged(recording, *known, exact="request" in row), row)


def _request(row: Mapping[str, Json]) -> dict[str, Json] | None:
    """The arguments of the call; what stands beside the messages counts where it is known."""
    beside = {k: v for k, v in row.items() if k in chat.CREATE_ARGUMENTS and k != "metadata"}
    params = row.get("params")
    named = {k: v for k, v in fields(params).items() if k in chat.CREATE_ARGUMENTS}
    for name in _REQUESTS:
        value = row.get(name)
        if isinstance(value, dict):
            value = chat.request_of(value)
        elif isinstance(value, list) or (name == "prompt" and isinstance(value, str)):
            value = {"messages": value}
        else:
            continue
        if isinstance(value.get("messages"), str):
            value["messages"] = [{"role": "user", "content": value["messages"]}]
        if _are_messages(value.get("messages")):
            return {**named, **beside, **value}
    return None


def _answers(value: Json) -> list[Response]:
    if isinstance(value, str):
        return [Response({"role": "assistant", "content": value})]
    body = fields(value)
    if "choices" in body:
        return chat.answers_of(body)
    message = body.get("message")
    if not isinstance(message, dict):
        message = body if body.get("role") == "assistant" else None
    if message is None:
        return []
    usage, model = body.get("usage"), body.get("model")
    return [
        Response(
            message=message,
            finish_reason=str(body.get("finish_reason") or "stop"),
            usage=usage if isinstance(usage, dict) else None,
            model=model if isinstance(model, str) else None,
            latency_ms=_number(body.get("latency_ms")),
            ttft_ms=_number(body.get("ttft_ms")),
        )
    ]


def _are_messages(value: Json) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(m, dict) and isinstance(m.get("role"), str) for m in value)
    )


def _time(row: Mapping[str, Json]) -> dict[str, Any]:
    at = next((row[n] for n in ("ts", "at", "time", "timestamp", "created") if row.get(n)), None)
    return {} if at is None else {"at": at}


def _number(value: Json) -> float | None:
    ok = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
    return value if ok else None
