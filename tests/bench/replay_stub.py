"""A stub model as its own process: fixed delay, optional admission rate; counts what it saw.

    python -m tests.bench.replay_stub --delay 0.05 [--rate 20] [--retry-after 1]

Prints its base URL. GET /counts gives what it saw: requests, refusals, the span from the first
request to the last answer, the most calls in flight.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import time
from typing import Any


class Model:
    """What the stub does and what it has counted."""

    def __init__(self, delay: float, rate: float, retry_after: str) -> None:
        self.delay, self.rate, self.retry_after = delay, rate, retry_after
        self.reset()

    def reset(self) -> None:
        self.requests = self.refused = self.in_flight = self.peak = 0
        self.first = self.last = 0.0
        self.tokens, self.filled = self.rate, time.monotonic()

    def admits(self) -> bool:
        if not self.rate:
            return True
        now = time.monotonic()
        self.tokens = min(self.rate, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    def counts(self) -> dict[str, Any]:
        return {
            "requests": self.requests,
            "refused": self.refused,
            "span": self.last - self.first,
            "peak": self.peak,
        }


def answer(body: bytes) -> bytes:
    request = json.loads(body)
    text = str(request["messages"][-1]["content"])
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": f"You said: {text[:80]}"},
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }
    ).encode()


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, just enough for a client that behaves."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.buffer = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body = self.buffer[end + 4 : end + 4 + length]
            self.buffer = self.buffer[end + 4 + length :]
            self.request(head, body)

    def request(self, head: bytes, body: bytes) -> None:
        model = self.model
        if head.startswith(b"get"):
            counts = json.dumps(model.counts()).encode()
            if b"/reset" in head.split(b"\r\n")[0]:
                model.reset()
            self.write(b"200 OK", counts)
            return
        now = time.monotonic()
        model.first = model.first or now
        model.requests += 1
        if not model.admits():
            model.refused += 1
            more = f"retry-after: {model.retry_after}\r\n" if model.retry_after else ""
            self.write(b"429 Too Many Requests", b'{"error":{"message":"slow"}}', more.encode())
            return
        model.in_flight += 1
        model.peak = max(model.peak, model.in_flight)
        asyncio.get_running_loop().call_at(
            asyncio.get_running_loop().time() + model.delay, self.finish, body
        )

    def finish(self, body: bytes) -> None:
        self.model.in_flight -= 1
        self.model.last = time.monotonic()
        self.write(b"200 OK", answer(body))

    def write(self, status: bytes, body: bytes, more: bytes = b"") -> None:
        head = b"HTTP/1.1 %s\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n"
        self.transport.write(head % (status, more, len(body)) + body)


async def serve(model: Model) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(model), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--delay", type=float, default=0.05)
    options.add_argument("--rate", type=float, default=0.0)
    options.add_argument("--retry-after", default="")
    given = options.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Model(given.delay, given.rate, given.retry_after)))
