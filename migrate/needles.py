"""Needles: literal strings without which a file cannot concern a plan, and a provider's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate import addresses
from migrate.facts import Provider

SHORT = 3
"""Ids up to this length (`o1`) are sought only behind a quote, a blank or a separator."""
MARKDOWN_LINK = "](http"
_BEFORE = "\"'`/:= "
_GLOB = re.compile(r"[*?]|\[.*?\]")
_PLACEHOLDER = re.compile(r"\{\w+\}")


def smallest(found: Iterable[str]) -> frozenset[str]:
    """The strings of *found*, spread when short, that contain no other one: they say it all."""
    kept: list[str] = []
    for needle in sorted(set(_spread(found)), key=lambda text: (len(text), text)):
        if not any(shorter in needle for shorter in kept):
            kept.append(needle)
    return frozenset(kept)


def literal(glob: str) -> str:
    """The longest literal run of *glob*, which every match contains; may be empty."""
    return max(_GLOB.split(glob), key=len)


def of_client(provider: Provider) -> Iterator[str]:
    """What names the client of *provider* in code: key variables, packages, client classes."""
    for key in provider.keys:
        yield key.name
    for sdk in provider.sdks:
        yield sdk.package
        yield sdk.path.rpartition(".")[2]


def of_hosts(provider: Provider, *, dead_only: bool = False) -> Iterator[str]:
    """The longest literal part of each endpoint's host; of a local one, its port."""
    for endpoint in provider.endpoints:
        if dead_only and endpoint.status != "dead":
            continue
        address = addresses.parse(_PLACEHOLDER.sub("x", endpoint.url))
        if address is not None and address.port is not None:
            yield f":{address.port}"
        elif address is not None:
            host = endpoint.url.partition("://")[2].partition("/")[0]
            yield max(_PLACEHOLDER.split(host), key=len)


def _spread(found: Iterable[str]) -> Iterator[str]:
    for needle in found:
        if len(needle) > SHORT:
            yield needle
        elif needle:
            yield from (mark + needle for mark in _BEFORE)
