"""What the HTTP client's exceptions mean, in the words of whoever knows best."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING

from prompt_tests.shapes.fault import Fault

if TYPE_CHECKING:
    import aiohttp

MAYBE_HTTPS = "; perhaps it wants https://"
"""What a server of TLS alone makes of plain HTTP: it hangs up, or answers in TLS."""


def fault_of(error: Exception, *, by_proxy: bool, hint: str = "") -> Fault:
    """The Fault that *error* is. *by_proxy*: a proxy stood between, and nothing was sent through
    it. *hint*: what else to say of a connection that broke."""
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorError):
        return _unconnected(error)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return _refused_by_proxy(error)
    told = str(error) or type(error).__name__
    if isinstance(error, aiohttp.ClientResponseError):
        told = error.message.split("\n")[0].rstrip(":")
    if by_proxy:
        return Fault("proxy", f"the proxy made no connection: {told}")
    kinds: tuple[tuple[type[Exception], str, str], ...] = (
        (aiohttp.ClientSSLError, "tls", "no TLS"),
        (aiohttp.ConnectionTimeoutError, "connect", "no connection in time"),
        (aiohttp.InvalidURL, "connect", "not an address"),
        (UnicodeError, "connect", "not an address"),  # a name that DNS cannot have
        (aiohttp.ClientResponseError, "bad_http", "not HTTP"),
    )
    kind, what = next(
        ((kind, what) for one, kind, what in kinds if isinstance(error, one)),
        ("reset", "the connection broke"),
    )
    return Fault(kind, f"{what}: {told}{hint if kind in ('reset', 'bad_http') else ''}")


def _unconnected(error: aiohttp.ClientConnectorError) -> Fault:
    import aiohttp

    where, told = f"{error.host}:{error.port}", _cause(error)
    if isinstance(error, aiohttp.ClientSSLError):
        return Fault("tls", f"no TLS with {where}: {told}")
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return Fault("proxy", f"cannot connect to the proxy {where}: {told}")
    return Fault("connect", f"cannot connect to {where}: {told}")


def _refused_by_proxy(error: aiohttp.ClientHttpProxyError) -> Fault:
    """Its own text would show the proxy's address, password and all."""
    if error.status == 407:
        return Fault("http_407", "HTTP 407 from the proxy", 407)
    return Fault("proxy", f"the proxy refused: HTTP {error.status} {error.message}")


def _cause(error: aiohttp.ClientConnectorError) -> str:
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        problem = error.certificate_error
        return str(getattr(problem, "verify_message", "") or problem)
    if isinstance(error.os_error, ssl.SSLError):
        plain = error.os_error.reason == "WRONG_VERSION_NUMBER"
        return "no HTTPS there, perhaps plain http" if plain else str(error.os_error.reason)
    number = error.os_error.errno
    if number and number > 0:
        return os.strerror(number)
    return error.os_error.strerror or str(error.os_error) or "it hung up"  # in the handshake
