"""What the recording proxy adds to the first byte, and how many streams it carries at once.

python -m tests.bench.recordings_proxy
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import aiohttp

from prompt_tests.capture.append import Appender
from prompt_tests.capture.proxy import Proxy
from prompt_tests.recordings.read import load
from tests.recordings.upstream import Upstream

ASK = {"model": "flows", "messages": [{"role": "user", "content": "hi"}], "stream": True}


async def first_byte(session: aiohttp.ClientSession, url: str) -> float:
    """Milliseconds from asking to the first byte of the stream, which is then read to its end."""
    began = time.perf_counter()
    async with session.post(f"{url}/chat/completions", json=ASK) as answer:
        await answer.content.readany()
        first = time.perf_counter() - began
        await answer.read()
    return first * 1000


async def compare(direct: str, through: str, calls: int) -> tuple[float, float]:
    """Median milliseconds to the first byte, straight and through the proxy, taken in turns."""
    straight, proxied = [], []
    async with aiohttp.ClientSession() as session:
        for _ in range(calls):
            straight.append(await first_byte(session, direct))
            proxied.append(await first_byte(session, through))
    return statistics.median(straight), statistics.median(proxied)


async def many(url: str, count: int) -> float:
    """Seconds for *count* streams at once."""
    began = time.perf_counter()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(first_byte(session, url) for _ in range(count)))
    return time.perf_counter() - began


async def measure(upstream: Upstream, file: Appender) -> None:
    """Print the figures."""
    async with Proxy(upstream.url, file).listening("127.0.0.1", 0) as port:
        through = f"http://127.0.0.1:{port}/v1"
        straight, proxied = await compare(upstream.url, through, 500)
        print(  # noqa: T201
            f"first byte, median of 500: straight {straight:.2f} ms, through {proxied:.2f} ms, "
            f"added {proxied - straight:.2f} ms"
        )
        upstream.pause = 0.2
        alone, together = await many(upstream.url, 200), await many(through, 200)
        print(f"200 streams of 0.8 s at once: straight {alone:.2f} s, through {together:.2f} s")  # noqa: T201


def main() -> None:
    """Run upstream, proxy and client on this machine."""
    with tempfile.TemporaryDirectory() as folder, Upstream().running() as upstream:
        path = Path(folder, "r.jsonl")
        with Appender(path) as file:
            asyncio.run(measure(upstream, file))
        print(f"{len(load(path))} of 700 calls recorded")  # noqa: T201


if __name__ == "__main__":
    main()
