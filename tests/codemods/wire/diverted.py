"""Runs the program on standard input with every HTTP request diverted to a loopback server.

Only the connection is another: the header `x-sent-to` tells the server where the request would
have gone. Runs in the interpreter of a framework, so it imports nothing of ours.
"""

import contextlib
import importlib
import sys


def divert(library, port):
    """Let the transports of *library* (httpx, or its successor) connect to *port* instead."""

    def aimed(request):
        request.headers["x-sent-to"] = str(request.url)
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)
        return request

    plain = library.HTTPTransport.handle_request
    later = library.AsyncHTTPTransport.handle_async_request
    library.HTTPTransport.handle_request = lambda self, request: plain(self, aimed(request))
    library.AsyncHTTPTransport.handle_async_request = lambda self, request: later(
        self, aimed(request)
    )


for name in ("httpx", "httpx2"):
    with contextlib.suppress(ImportError):
        divert(importlib.import_module(name), int(sys.argv[1]))
exec(compile(sys.stdin.read(), "app.py", "exec"), {"__name__": "__main__"})
