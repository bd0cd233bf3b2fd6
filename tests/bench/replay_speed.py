"""Calls a second at 50 ms and 50 in flight: our replay beside bare openai clients, in one run."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from migrate.catalogue import Catalogue
from prompt_tests.asking.endpoint import Target
from prompt_tests.recording import Recording
from prompt_tests.replaying import replay as running
from prompt_tests.replaying.session import open_run
from prompt_tests.replaying.sides import Fixed, describe
from prompt_tests.rundir import RunInfo

CALLS = 2000
IN_FLIGHT = 50


@contextmanager
def stub(*options: str) -> Iterator[str]:
    """The stub model in a process of its own; gives its base URL."""
    command = [sys.executable, "-m", "tests.bench.replay_stub", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def counts(url: str) -> dict[str, Any]:
    """What the stub has seen since it was asked last."""
    root = url.removesuffix("/v1")
    with urllib.request.urlopen(f"{root}/reset") as answer:
        seen: dict[str, Any] = json.load(answer)
        return seen


def request(number: int) -> dict[str, Any]:
    words = " ".join(f"word{(number * 7 + i) % 97}" for i in range(60))
    return {
        "model": "stub",
        "messages": [
            {"role": "system", "content": "Classify the ticket. Reply as JSON."},
            {"role": "user", "content": f"{number} {words}"},
        ],
    }


async def bare(url: str, http_client: Any = None) -> list[float]:
    """The obvious loop around the SDK; gives latencies in milliseconds as users measure them."""
    from openai import AsyncOpenAI

    gate = asyncio.Semaphore(IN_FLIGHT)
    latencies: list[float] = []

    async def one(number: int) -> None:
        async with gate:
            start = time.perf_counter()
            await client.chat.completions.create(**request(number))
            latencies.append((time.perf_counter() - start) * 1000)

    async with AsyncOpenAI(base_url=url, api_key="k", http_client=http_client) as client:
        await asyncio.gather(*(one(number) for number in range(CALLS)))
    return latencies


def ours(url: str, calls: int = CALLS, jobs: int = IN_FLIGHT) -> list[float]:
    """The replay itself, with everything it does: check, pace, pay, store."""
    latencies: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        live = Fixed(Target("stub:stub", "stub", "stub", url), Catalogue({}))
        info = RunInfo("r", "0", "now", "x", "0", describe(None), describe(live))
        recordings = (Recording(str(n), request(n)) for n in range(calls))
        run = open_run(Path(folder), info, recordings)
        work = running.Work({"new": live}, jobs=jobs)
        ended = asyncio.run(
            running.replay(run.root, work, lambda r: latencies.append(r.reply.latency_ms or -1.0))
        )
        assert not ended.stopped, ended.stopped
    return latencies


def main() -> None:
    """Print one line for each client."""
    from openai import DefaultAioHttpClient as Aio

    with stub("--delay", "0.05") as url:
        rows = {
            "AsyncOpenAI, default transport": lambda: asyncio.run(bare(url)),
            "AsyncOpenAI, aiohttp transport": lambda: asyncio.run(bare(url, Aio())),
            "llm-cutover replay": lambda: ours(url),
        }
        for name, run in rows.items():
            counts(url)
            cpu = time.process_time()
            latencies = sorted(run())
            cpu, seen = (time.process_time() - cpu) / CALLS * 1000, counts(url)
            print(  # noqa: T201
                f"{name:32} {CALLS} calls: span {seen['span']:.2f} s, "
                f"{CALLS / seen['span']:.0f}/s, {cpu:.2f} ms of CPU a call, latency told: "
                f"median {latencies[len(latencies) // 2]:.1f} ms, "
                f"p95 {latencies[int(len(latencies) * 0.95)]:.1f} ms"
            )


if __name__ == "__main__":
    main()
