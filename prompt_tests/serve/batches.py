"""The batch API: files up, a batch over them, files down; everything in memory, done at once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from prompt_tests.recording import Json
from prompt_tests.serve import bodies
from prompt_tests.serve.bodies import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response as HttpResponse
    from starlette.routing import Route

LARGEST = 256 << 20
CHAT = "/v1/chat/completions"
Complete = Callable[[Mapping[str, Json]], dict[str, Json]]


class Batches:
    """Files and batches of one server; *complete* answers one chat request or raises Refusal."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._files: dict[str, tuple[str, bytes]] = {}
        self._batches: dict[str, dict[str, Json]] = {}
        self._numbers = itertools.count(1)

    def routes(self) -> list[Route]:
        """`/files` and `/batches`."""
        from starlette.routing import Route

        return [
            Route("/files", self._upload, methods=["POST"]),
            Route("/files/{ident}", self._file),
            Route("/files/{ident}", self._delete, methods=["DELETE"]),
            Route("/files/{ident}/content", self._content),
            Route("/batches", self._create, methods=["POST"]),
            Route("/batches/{ident}", self._batch),
            Route("/batches/{ident}/cancel", self._batch, methods=["POST"]),
        ]

    async def _upload(self, request: Request) -> HttpResponse:
        from starlette.responses import JSONResponse

        content = _multipart_file(await bodies.read(request, LARGEST), request.headers)
        return JSONResponse(self._card(self._keep("input.jsonl", content)))

    async def _file(self, request: Request) -> HttpResponse:
        from starlette.responses import JSONResponse

        return JSONResponse(self._card(self._known(request)))

    async def _delete(self, request: Request) -> HttpResponse:
        from starlette.responses import JSONResponse

        ident = self._known(request)
        del self._files[ident]
        return JSONResponse({"id": ident, "object": "file", "deleted": True})

    async def _content(self, request: Request) -> HttpResponse:
        from starlette.responses import Response

        return Response(self._files[self._known(request)][1], media_type="application/jsonl")

    async def _create(self, request: Request) -> HttpResponse:
        from starlette.responses import JSONResponse

        body = bodies.parse(await bodies.read(request))
        ident = str(body.get("input_file_id"))
        if ident not in self._files:
            raise Refusal(404, f"no such file: {ident}", "not_found", "input_file_id")
        if body.get("endpoint") != CHAT:
            raise Refusal(400, f"only {CHAT} is offered in batches", param="endpoint")
        batch = self._run(ident, body)
        self._batches[batch["id"]] = batch
        return JSONResponse(batch)

    async def _batch(self, request: Request) -> HttpResponse:
        from starlette.responses import JSONResponse

        ident = request.path_params["ident"]
        if ident not in self._batches:
            raise Refusal(404, f"no such batch: {ident}", "not_found")
        return JSONResponse(self._batches[ident])

    def _run(self, ident: str, body: Mapping[str, Json]) -> dict[str, Json]:
        rows = [self._row(line) for line in self._files[ident][1].splitlines() if line.strip()]
        good = [row for row in rows if row["response"]["status_code"] == 200]
        bad = [row for row in rows if row["response"]["status_code"] != 200]
        number = next(self._numbers)
        return {
            "id": f"batch_{number}",
            "object": "batch",
            "endpoint": CHAT,
            "errors": None,
            "input_file_id": ident,
            "completion_window": body.get("completion_window", "24h"),
            "status": "completed",
            "output_file_id": self._keep("output.jsonl", _lines(good)) if good else None,
            "error_file_id": self._keep("errors.jsonl", _lines(bad)) if bad else None,
            "created_at": number,
            "completed_at": number,
            "request_counts": {"total": len(rows), "completed": len(good), "failed": len(bad)},
            "metadata": body.get("metadata"),
        }

    def _row(self, line: bytes) -> dict[str, Any]:
        row: Mapping[str, Json] = {}
        try:
            row = bodies.parse(line)
            body = row.get("body")
            answer = self._complete(body if isinstance(body, Mapping) else {})
            status = 200
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
        number = next(self._numbers)
        response = {"status_code": status, "request_id": f"req_{number}", "body": answer}
        ident = row.get("custom_id")
        return {"id": f"row_{number}", "custom_id": ident, "response": response, "error": None}

    def _keep(self, name: str, content: bytes) -> str:
        ident = f"file-{next(self._numbers)}"
        self._files[ident] = (name, content)
        return ident

    def _known(self, request: Request) -> str:
        ident = str(request.path_params["ident"])
        if ident not in self._files:
            raise Refusal(404, f"no such file: {ident}", "not_found")
        return ident

    def _card(self, ident: str) -> dict[str, Json]:
        name, content = self._files[ident]
        return {
            "id": ident,
            "object": "file",
            "bytes": len(content),
            "created_at": 0,
            "filename": name,
            "purpose": "batch",
            "status": "processed",
        }


def _lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def _multipart_file(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The content of the part called `file`; raises Refusal."""
    from email.parser import BytesParser
    from email.policy import HTTP

    kind = headers.get("content-type", "").encode("latin-1")
    whole = BytesParser(policy=HTTP).parsebytes(b"content-type: " + kind + b"\r\n\r\n" + body)
    for part in whole.walk():
        if part.get_param("name", header="content-disposition") == "file":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise Refusal(400, "a multipart form with a `file` is wanted", param="file")
