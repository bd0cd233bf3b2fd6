"""Requests as they come in: read with a bound, checked as far as they are used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from prompt_tests.recording import Json
from prompt_tests.serve import shapes
from prompt_tests.shapes import responses_api, strict_json

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST = 32 << 20
"""Bytes of the largest request that is read."""


class Refusal(Exception):
    """A request that gets an error answer in OpenAI's shape."""

    def __init__(self, status: int, message: str, code: str | None = None, param: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = shapes.error(message, code=code, param=param or None)


async def read(request: Request, largest: int = LARGEST) -> bytes:
    """The whole body; raises Refusal when it is larger than *largest* bytes."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > largest:
            raise Refusal(413, f"the request is larger than {largest >> 20} MB")
        pieces.append(piece)
    return b"".join(pieces)


def parse(body: bytes) -> Mapping[str, Json]:
    """The JSON object in *body*; raises Refusal."""
    try:
        value = strict_json.parse(body)
    except ValueError as error:
        raise Refusal(400, f"the body cannot be read: {error}") from None
    if not isinstance(value, Mapping):
        raise Refusal(400, "the body must be a JSON object")
    return value


def chat(value: Mapping[str, Json]) -> Mapping[str, Json]:
    """*value* if it is a chat completions request; raises Refusal."""
    if not isinstance(value.get("model"), str) or not value["model"]:
        raise Refusal(400, "you must provide a model parameter", param="model")
    messages = value.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Refusal(400, "`messages` must be a non-empty list", param="messages")
    return value


def responses(value: Mapping[str, Json]) -> Mapping[str, Json]:
    """The chat request that asks what the Responses request *value* asks; raises Refusal."""
    request, lost = responses_api.request_of(value)
    if lost:
        raise Refusal(400, f"cannot be answered from recordings: {', '.join(lost)}")
    return chat({**request, "model": value.get("model"), "stream": value.get("stream")})
