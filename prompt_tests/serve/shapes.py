"""OpenAI's shapes: completions, chunks of a stream, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prompt_tests.recording import Json, Response

_PIECE = re.compile(r"\s*\S{1,24}|\s+")
"""Text is streamed in words, long ones in parts, so that clients meet real seams."""


def completion(model: str, ident: str, answers: Sequence[Response]) -> dict[str, Json]:
    """A `chat.completion` with one choice for each of *answers*."""
    body: dict[str, Json] = {
        "id": ident,
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [
            {
                "index": index,
                "message": {"role": "assistant", "content": None, **answer.message},
                "logprobs": None,
                "finish_reason": answer.finish_reason,
            }
            for index, answer in enumerate(answers)
        ],
    }
    usage = total_usage(answers)
    return {**body, "usage": usage} if usage is not None else body


def total_usage(answers: Sequence[Response]) -> Mapping[str, Json] | None:
    """The recorded usage; with several choices the output counts are summed. None: not recorded."""
    known = [answer.usage for answer in answers if answer.usage]
    if not known:
        return None
    output = sum(int(usage.get("completion_tokens") or 0) for usage in known)
    asked = int(known[0].get("prompt_tokens") or 0)
    if len(known) == 1:
        return known[0]
    return {"prompt_tokens": asked, "completion_tokens": output, "total_tokens": asked + output}


def chunks(
    model: str, ident: str, answers: Sequence[Response], *, with_usage: bool
) -> Iterator[bytes]:
    """The same as server-sent events, ending with `[DONE]`."""
    head = {"id": ident, "object": "chat.completion.chunk", "created": 0, "model": model}
    more: dict[str, Json] = {"usage": None} if with_usage else {}
    for index, answer in enumerate(answers):
        for delta in _deltas(answer.message):
            choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": None}
            yield event({**head, "choices": [choice], **more})
        end = {"index": index, "delta": {}, "logprobs": None, "finish_reason": answer.finish_reason}
        yield event({**head, "choices": [end], **more})
    if with_usage:
        yield event({**head, "choices": [], "usage": total_usage(answers)})
    yield b"data: [DONE]\n\n"


def _deltas(message: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    yield {"role": "assistant", "content": "" if message.get("content") is not None else None}
    for name in ("reasoning_content", "reasoning", "content", "refusal"):
        text = message.get(name)
        if isinstance(text, str):
            yield from ({name: piece} for piece in _PIECE.findall(text))
    calls: Any = message.get("tool_calls")
    for index, call in enumerate(calls if isinstance(calls, list) else []):
        function = call.get("function") or {}
        arguments = str(function.get("arguments") or "")
        start = {**call, "index": index, "function": {**function, "arguments": ""}}
        yield {"tool_calls": [start]}
        for piece in _PIECE.findall(arguments):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
    if isinstance(message.get("function_call"), Mapping):
        yield {"function_call": message["function_call"]}


def event(value: Json) -> bytes:
    """One server-sent event. ASCII only, so that no character can be mistaken for a line end."""
    return b"data: " + json.dumps(value, separators=(",", ":")).encode() + b"\n\n"


def error(message: str, *, code: str | None = None, param: str | None = None) -> dict[str, Json]:
    """The body of an error in OpenAI's shape."""
    kind = "invalid_request_error"
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
