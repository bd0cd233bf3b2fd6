"""The Responses API's shapes: a response object and the events of its stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from prompt_tests.recording import Json, Response
from prompt_tests.serve.shapes import event

_PIECE = re.compile(r"\s*\S{1,24}|\s+")


def response(model: str, ident: str, answer: Response) -> dict[str, Json]:
    """The `response` object that says what the recorded *answer* says."""
    cut = {"length": "max_output_tokens", "content_filter": "content_filter"}.get(
        answer.finish_reason
    )
    return {
        "id": ident,
        "object": "response",
        "created_at": 0,
        "model": model,
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": cut} if cut else None,
        "error": None,
        "output": list(_output(ident, answer.message)),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": _usage(answer.usage),
    }


def events(whole: Mapping[str, Json]) -> Iterator[bytes]:
    """The same as a stream that ends with the whole of it."""
    begun = {**whole, "status": "in_progress", "output": [], "usage": None}
    told: list[dict[str, Any]] = [{"type": "response.created", "response": begun}]
    for index, item in enumerate(whole["output"]):
        told.append({"type": "response.output_item.added", "output_index": index, "item": item})
        told += [{**delta, "output_index": index, "item_id": item["id"]} for delta in _deltas(item)]
        told.append({"type": "response.output_item.done", "output_index": index, "item": item})
    told.append({"type": f"response.{whole['status']}", "response": whole})
    for number, value in enumerate(told):
        name = f"event: {value['type']}\n".encode()
        yield name + event({**value, "sequence_number": number})


def _output(ident: str, message: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    text, refusal = message.get("content"), message.get("refusal")
    parts: list[Json] = []
    if isinstance(text, str):
        parts.append({"type": "output_text", "text": text, "annotations": []})
    if isinstance(refusal, str):
        parts.append({"type": "refusal", "refusal": refusal})
    if parts:
        yield {
            "id": f"msg_{ident}",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": parts,
        }
    calls: Any = message.get("tool_calls")
    for index, call in enumerate(calls if isinstance(calls, list) else []):
        function = call.get("function") or {}
        yield {
            "id": f"fc_{ident}_{index}",
            "type": "function_call",
            "call_id": call.get("id"),
            "name": function.get("name"),
            "arguments": function.get("arguments"),
            "status": "completed",
        }


def _deltas(item: Mapping[str, Any]) -> Iterator[dict[str, Json]]:
    if item["type"] == "function_call":
        for piece in _PIECE.findall(str(item["arguments"] or "")):
            yield {"type": "response.function_call_arguments.delta", "delta": piece}
        return
    for index, part in enumerate(item["content"]):
        name = "refusal" if part["type"] == "refusal" else "output_text"
        for piece in _PIECE.findall(part.get("text") or part.get("refusal") or ""):
            yield {"type": f"response.{name}.delta", "content_index": index, "delta": piece}


def _usage(usage: Mapping[str, Json] | None) -> dict[str, Json] | None:
    if not usage:
        return None
    asked, answered = usage.get("prompt_tokens") or 0, usage.get("completion_tokens") or 0
    reasoning = (usage.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
    return {
        "input_tokens": asked,
        "input_tokens_details": {"cached_tokens": cached},
        "output_tokens": answered,
        "output_tokens_details": {"reasoning_tokens": reasoning},
        "total_tokens": asked + answered,
    }
