"""A small API on a real socket for the proxy to stand in front of; the model's name says what."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

WORDS = ["Hel", "lo ", "wor", "ld"]
USAGE = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}


class Upstream:
    """What it was asked is in `seen`: (path with query, headers, body)."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], Any]] = []
        self.url = ""
        self.pause = 0.0

    @contextmanager
    def running(self) -> Iterator[Upstream]:
        loop = asyncio.new_event_loop()
        ready = threading.Event()
        stop = asyncio.Event()

        async def main() -> None:
            app = web.Application(client_max_size=1 << 30)
            app.router.add_route("*", "/{path:.*}", self._answer)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
            ready.set()
            await stop.wait()
            await runner.cleanup()

        thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
        thread.start()
        assert ready.wait(60)
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()
            loop.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw else {}
        self.seen.append((request.path_qs, dict(request.headers), body))
        if not request.path.endswith("/chat/completions"):
            return web.json_response({"object": "list", "data": []})
        if body["model"] == "refuses":
            return web.json_response({"error": {"message": "slow down"}}, status=429)
        if body.get("stream"):
            return await self._stream(request, body["model"])
        content = json.dumps(completion(body["model"], "".join(WORDS))).encode()
        if body["model"] == "packs":
            headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
            return web.Response(body=gzip.compress(content), headers=headers)
        return web.Response(body=content, content_type="application/json")

    async def _stream(self, request: web.Request, model: str) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for index, word in enumerate(WORDS):
            if model == "breaks" and index == 2:
                assert request.transport is not None
                request.transport.abort()
                return response
            await response.write(event(model, {"content": word}))
            await asyncio.sleep(self.pause)
        await response.write(event(model, {}, "stop"))
        await response.write(b"data: " + json.dumps(_chunk(model, [], USAGE)).encode() + b"\n\n")
        await response.write(b"data: [DONE]\n\n")
        return response


def completion(model: str, text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": f"{model}-2026",
        "choices": [choice], "usage": USAGE,
    }  # fmt: skip


def event(model: str, delta: dict[str, Any], reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return b"data: " + json.dumps(_chunk(model, [choice])).encode() + b"\n\n"


def _chunk(model: str, choices: list[Any], usage: Any = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
        "model": f"{model}-2026", "choices": choices, "usage": usage,
    }  # fmt: skip
