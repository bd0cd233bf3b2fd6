"""A server in a thread: a real socket for the demo, for tests, and for the `serve` command."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from migrate.errors import Trouble

App = Callable[..., Awaitable[None]]
"""An ASGI application."""

LONGEST_START = 10.0


@contextmanager
def background(app: App, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve *app* while the block runs; gives the base URL (`http://HOST:PORT/v1`).

    Port 0: any free one. Raises Trouble when the address cannot be had.
    """
    import uvicorn

    listener = _listen(host, port)
    config = uvicorn.Config(
        app, lifespan="off", log_level="critical", access_log=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield _url(host, listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        raise Trouble(f"cannot listen on {host}:{port}: {error}") from None
    listener.listen(2048)
    return listener


def _wait(server: Any, thread: threading.Thread) -> None:
    give_up = time.monotonic() + LONGEST_START
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up:
            raise Trouble("the server did not start")
        time.sleep(0.005)


def _url(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/v1"
