"""The bytes: an httpx2 transport on aiohttp that keeps time, bounds sizes and follows nothing.

It is handed to `openai.AsyncOpenAI`, which builds every kind of request; what comes back is either
a 200 whose body has still to be read, or a `Fault`.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.request import getproxies, proxy_bypass

import httpx2

from prompt_tests.shapes.deadline import Bounds
from prompt_tests.shapes.fault import Fault

if TYPE_CHECKING:
    import aiohttp
    from yarl import URL


@dataclass(frozen=True, slots=True)
class Head:
    """All of a request but its body: what the SDK makes of an address, a key and headers."""

    method: str
    url: URL
    headers: Mapping[str, str]
    proxy: str | None

    @classmethod
    def of(cls, request: httpx2.Request) -> Head:
        """The head of *request*; the length is told by whoever sends a body under it."""
        from multidict import CIMultiDict, CIMultiDictProxy
        from yarl import URL

        headers = CIMultiDict(request.headers.multi_items())
        headers.popall("content-length", None)
        url, proxy = URL(str(request.url), encoded=True), _proxy_for(request.url)
        return cls(request.method, url, CIMultiDictProxy(headers), proxy)


@dataclass(slots=True)
class Exchange:
    """What the transport notes of one attempt; filled while it happens."""

    sent: float | None = None
    """When the first byte went out (`perf_counter`): after connecting, without our own queue."""
    head: Head | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """The answer's, names in lower case."""
    body: Body | None = None
    """The answer's, still to be read; whoever reads it closes it."""
    limit: asyncio.Timeout | None = None
    """Runs out when there is no connection in time, then when there is no answer in time."""


EXCHANGE: ContextVar[Exchange | None] = ContextVar("EXCHANGE", default=None)


_READ_BY_HTTPX = frozenset({"content-encoding", "content-type"})


class Transport(httpx2.AsyncBaseTransport):
    """One pool of connections; *most* calls are in flight at once at the most."""

    def __init__(self, bounds: Bounds, most: int) -> None:
        self._bounds = bounds
        self._most = most
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send *request*; raises Fault for everything but a 200."""
        exchange = EXCHANGE.get() or Exchange()
        exchange.head = Head.of(request)
        body = await self.send(exchange.head, await request.aread(), exchange)
        kept = {k: v for k, v in exchange.headers.items() if k in _READ_BY_HTTPX}
        return httpx2.Response(200, headers=kept, stream=body, request=request)

    async def send(self, head: Head, content: bytes, exchange: Exchange) -> Body:
        """Send *content* under *head*; the body of the 200. Raises Fault for everything else."""
        import aiohttp

        session = self._session or self._open()
        try:
            async with asyncio.timeout(self._bounds.connect) as exchange.limit:
                response = await session.request(
                    head.method,
                    head.url,
                    headers=head.headers,
                    data=content or None,
                    allow_redirects=False,
                    proxy=head.proxy,
                    trace_request_ctx=exchange,
                )
        except TimeoutError:
            raise _too_late(exchange) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            _raise_as_fault(error)
        exchange.headers = {name.lower(): value for name, value in response.headers.items()}
        if response.status != 200:
            raise await self._refused(response, exchange.headers)
        exchange.body = Body(response, self._bounds)
        return exchange.body

    async def aclose(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        bounds = self._bounds
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(self._note_sent)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._most, keepalive_timeout=30),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=bounds.connect),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trace_configs=[trace],
            max_line_size=bounds.header,
            max_field_size=bounds.header,
        )
        return self._session

    async def _note_sent(self, _: Any, context: Any, __: Any) -> None:
        exchange: Exchange = context.trace_request_ctx
        exchange.sent = exchange.sent or time.perf_counter()
        if exchange.limit is not None:
            now = asyncio.get_running_loop().time()
            exchange.limit.reschedule(now + self._bounds.first_byte)

    async def _refused(self, response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> Fault:
        """The Fault that says what an answer other than 200 means."""
        status = response.status
        if 300 <= status < 400:
            response.close()
            where = headers.get("location", "nowhere")
            return Fault("redirect", f"redirected to {where}, not followed", status, headers)
        text = await self._error_text(response)
        return Fault(f"http_{status}", f"HTTP {status}: {text}", status, headers)

    async def _error_text(self, response: aiohttp.ClientResponse) -> str:
        import aiohttp

        try:
            async with asyncio.timeout(self._bounds.idle):
                body = await response.content.read(self._bounds.error_body)
                while len(body) < self._bounds.error_body and not response.content.at_eof():
                    body += await response.content.read(self._bounds.error_body - len(body))
        except (TimeoutError, aiohttp.ClientError, OSError):
            body = b""
        response.close() if not response.content.at_eof() else response.release()
        return body.decode("utf-8", "replace")


class Body(httpx2.AsyncByteStream):
    """The body of a 200, piece by piece, as it came."""

    def __init__(self, response: aiohttp.ClientResponse, bounds: Bounds) -> None:
        self._response = response
        self._bounds = bounds

    async def __aiter__(self) -> AsyncIterator[bytes]:
        import aiohttp

        content = self._response.content
        try:
            while True:
                async with asyncio.timeout(self._bounds.idle):
                    piece = await content.readany()
                if not piece:
                    return
                yield piece
        except TimeoutError:
            raise Fault("idle", f"no byte for {self._bounds.idle:g} s within the answer") from None
        except aiohttp.ClientPayloadError as error:
            raise Fault("truncated", f"the answer stopped early: {error}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Fault("reset", f"the connection broke within the answer: {error}") from None

    async def aclose(self) -> None:
        """Give the connection back if the body was read to its end, else close it."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


def _too_late(exchange: Exchange) -> Fault:
    if exchange.sent is None:
        return Fault("connect", "no connection in time")
    return Fault("first_byte", "no answer in time")


def _raise_as_fault(error: Exception) -> NoReturn:
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorError):
        where, told = f"{error.host}:{error.port}", _cause(error)
        if isinstance(error, aiohttp.ClientSSLError):
            raise Fault("tls", f"no TLS with {where}: {told}") from None
        if isinstance(error, aiohttp.ClientProxyConnectionError):
            raise Fault("proxy", f"cannot connect to the proxy {where}: {told}") from None
        raise Fault("connect", f"cannot connect to {where}: {told}") from None
    kinds: tuple[tuple[type[Exception], str, str], ...] = (
        (aiohttp.ClientHttpProxyError, "proxy", "the proxy refused"),
        (aiohttp.ClientSSLError, "tls", "no TLS"),
        (aiohttp.ConnectionTimeoutError, "connect", "no connection in time"),
        (aiohttp.InvalidURL, "connect", "not an address"),
        (aiohttp.ClientResponseError, "bad_http", "not HTTP"),
    )
    for kind, word, told in kinds:
        if isinstance(error, kind):
            raise Fault(word, f"{told}: {error}") from None
    raise Fault("reset", f"the connection broke: {str(error) or type(error).__name__}") from None


def _cause(error: aiohttp.ClientConnectorError) -> str:
    """Why there is no connection, in the words of whoever knows best."""
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        problem = error.certificate_error
        return str(getattr(problem, "verify_message", "") or problem)
    if isinstance(error.os_error, ssl.SSLError):
        plain = error.os_error.reason == "WRONG_VERSION_NUMBER"
        return "no HTTPS there, perhaps plain http" if plain else str(error.os_error.reason)
    number = error.os_error.errno
    return os.strerror(number) if number and number > 0 else str(error.os_error)


def _proxy_for(url: httpx2.URL) -> str | None:
    """The proxy that the environment names for *url*; loopback never goes through one."""
    host = url.host
    if host in ("localhost", "::1") or host.startswith("127.") or proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get(url.scheme) or proxies.get("all")
