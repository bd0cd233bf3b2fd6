"""300 calls against a server that admits 20 a second: how many succeed, with how many requests."""

from __future__ import annotations

import asyncio
import time

from tests.bench.replay_speed import counts, ours, request, stub

CALLS = 300
AT_ONCE = 64
MODES = {"no Retry-After": [], "Retry-After: 1": ["--retry-after", "1"]}


async def bare(url: str) -> int:
    """The SDK's own retries, as many calls at once; gives how many succeeded."""
    from openai import AsyncOpenAI, OpenAIError

    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> bool:
        async with gate:
            try:
                await client.chat.completions.create(**request(number))
            except OpenAIError:
                return False
            return True

    async with AsyncOpenAI(base_url=url, api_key="k") as client:
        return sum(await asyncio.gather(*(one(number) for number in range(CALLS))))


def main() -> None:
    """Print one line for each client and kind of server."""
    for mode, options in MODES.items():
        for name in ("AsyncOpenAI", "llm-cutover replay"):
            with stub("--delay", "0.02", "--rate", "20", *options) as url:
                began = time.perf_counter()
                if name == "AsyncOpenAI":
                    succeeded = asyncio.run(bare(url))
                else:
                    succeeded = sum(latency > 0 for latency in ours(url, CALLS, AT_ONCE))
                took, seen = time.perf_counter() - began, counts(url)
                ratio = seen["requests"] / CALLS
                print(  # noqa: T201
                    f"20 a second, {mode:15} {name:19} {succeeded} of {CALLS} succeed, "
                    f"{seen['requests']} requests ({ratio:.2f}x), {took:.1f} s"
                )


if __name__ == "__main__":
    main()
