"""The OpenAI-compatible application that answers from recordings."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from prompt_tests import strict_json
from prompt_tests.recording import Json
from prompt_tests.serve import shapes
from prompt_tests.serve.answers import Answer, Answers

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response as HttpResponse

LARGEST = 32 << 20
"""Bytes of the largest request that is read."""
MOST_CHOICES = 128


class Refusal(Exception):
    """A request that gets an error answer in OpenAI's shape."""

    def __init__(self, status: int, message: str, code: str | None = None, param: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = shapes.error(message, code=code, param=param or None)


def build(answers: Answers) -> Starlette:
    """The application; every route also stands under `/v1`."""
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse
    from starlette.routing import Mount, Route

    async def chat(request: Request) -> HttpResponse:
        return _reply(answers, await _body(request))

    async def models(_: Request) -> HttpResponse:
        return JSONResponse({"object": "list", "data": [_card(m) for m in answers.models]})

    async def model(request: Request) -> HttpResponse:
        name = request.path_params["name"]
        if name not in answers.models:
            raise _unknown_model(answers, name)
        return JSONResponse(_card(name))

    async def health(_: Request) -> HttpResponse:
        return JSONResponse({"status": "ok", "models": answers.models})

    async def refused(_: Request, problem: Exception) -> HttpResponse:
        assert isinstance(problem, Refusal)
        return JSONResponse(problem.body, problem.status)

    async def unknown(request: Request, _: Exception) -> HttpResponse:
        told = f"unknown address {request.method} {request.url.path}"
        return JSONResponse(shapes.error(told, code="unknown_url"), 404)

    routes = [
        Route("/chat/completions", chat, methods=["POST"]),
        Route("/models", models),
        Route("/models/{name:path}", model),
        Route("/health", health),
    ]
    handlers: dict[Any, Callable[..., Any]] = {Refusal: refused, 404: unknown, 405: unknown}
    return Starlette(routes=[Mount("/v1", routes=routes), *routes], exception_handlers=handlers)


def _reply(answers: Answers, request: Mapping[str, Json]) -> HttpResponse:
    from starlette.responses import JSONResponse, StreamingResponse

    found = [_found(answers, request) for _ in range(_choices(request))]
    model = str(request["model"])
    responses = [answer.response for answer in found]
    headers = {"x-llm-cutover-match": found[0].tier}
    ident = (
        "chatcmpl-"
        + hashlib.sha256(found[0].recording.id.encode("utf-8", "replace")).hexdigest()[:24]
    )
    if not request.get("stream"):
        return JSONResponse(shapes.completion(model, ident, responses), headers=headers)
    options = request.get("stream_options")
    usage = isinstance(options, Mapping) and bool(options.get("include_usage"))
    pieces = shapes.chunks(model, ident, responses, with_usage=usage)
    return StreamingResponse(pieces, media_type="text/event-stream", headers=headers)


def _found(answers: Answers, request: Mapping[str, Json]) -> Answer:
    if answers.recorded_model(request["model"]) not in answers.models:
        raise _unknown_model(answers, request["model"])
    found = answers.find(request)
    if found is None:
        near = "; ".join(answers.nearest(request))
        raise Refusal(
            404,
            f"no recording of {request['model']} asks this; nearest: {near}",
            "recording_not_found",
            "messages",
        )
    return found


def _choices(request: Mapping[str, Json]) -> int:
    n = request.get("n") or 1
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= MOST_CHOICES:
        raise Refusal(400, f"`n` must be a whole number from 1 to {MOST_CHOICES}", param="n")
    return n


async def _body(request: Request) -> Mapping[str, Json]:
    """The JSON body of a chat request, checked as far as we use it; raises Refusal."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST:
            raise Refusal(413, f"the request is larger than {LARGEST >> 20} MB")
        pieces.append(piece)
    try:
        body = strict_json.parse(b"".join(pieces))
    except ValueError as error:
        raise Refusal(400, f"the body cannot be read: {error}") from None
    if not isinstance(body, Mapping):
        raise Refusal(400, "the body must be a JSON object")
    if not isinstance(body.get("model"), str) or not body["model"]:
        raise Refusal(400, "you must provide a model parameter", param="model")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Refusal(400, "`messages` must be a non-empty list", param="messages")
    return body


def _unknown_model(answers: Answers, name: str) -> Refusal:
    known = ", ".join(itertools.islice(answers.models, 20)) or "none"
    return Refusal(
        404, f"no recordings of model {name!r}; recorded: {known}", "model_not_found", "model"
    )


def _card(model: str) -> dict[str, Json]:
    return {"id": model, "object": "model", "created": 0, "owned_by": "recordings"}
