"""The batch API of one target: `openai.AsyncOpenAI` over our transport."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from migrate.errors import CredentialTrouble
from prompt_tests.asking import money, sdk
from prompt_tests.asking.endpoint import Target
from prompt_tests.asking.ledger import Stopped
from prompt_tests.asking.pace import LONGEST_OBEYED
from prompt_tests.asking.proxies import proxy_for
from prompt_tests.asking.retry import ATTEMPTS, retry_after, wait_before, worth_retrying
from prompt_tests.recording import Json
from prompt_tests.reply import Failure, Reply
from prompt_tests.shapes import check_response, strict_json, to_responses
from prompt_tests.shapes.answer import read_usage
from prompt_tests.shapes.deadline import Bounds
from prompt_tests.shapes.fault import Fault

DISCOUNT = 0.5
"""What a batch costs of the price of single calls, at every provider that offers one."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Status:
    """How far a batch is, and where its answers are."""

    state: str
    files: tuple[str, ...] = ()


class BatchWire:
    """Hands batches in and brings their answers back."""

    def __init__(self, target: Target, bounds: Bounds, at: datetime | None = None) -> None:
        sdk.load()
        import httpx2
        from openai import AsyncOpenAI

        from prompt_tests.asking.transport import Transport

        transport = Transport(bounds, 4, proxy_for(target.base_url))
        self.target = target
        self._at = at
        self._client = AsyncOpenAI(
            base_url=target.base_url,
            api_key=target.key,
            max_retries=0,
            timeout=None,
            http_client=httpx2.AsyncClient(transport=transport, trust_env=False),
        )
        self._path: Any = "/v1/responses" if target.api == "responses" else "/v1/chat/completions"

    async def upload(self, lines: Sequence[bytes]) -> str:
        """The id of the new file of *lines*."""
        content = b"".join(lines)
        file = await self._patiently(
            lambda: self._client.files.create(file=("batch.jsonl", content), purpose="batch")
        )
        return str(file.id)

    async def create(self, file: str) -> str:
        """The id of the new batch of the lines in *file*: from here on it costs."""
        batch = await self._patiently(
            lambda: self._client.batches.create(
                input_file_id=file, endpoint=self._path, completion_window="24h"
            )
        )
        return str(batch.id)

    async def status(self, ident: str) -> Status:
        """How far the batch *ident* is."""
        batch = await self._patiently(lambda: self._client.batches.retrieve(ident))
        files = tuple(name for name in (batch.output_file_id, batch.error_file_id) if name)
        return Status(str(batch.status), files)

    async def answers(self, status: Status) -> AsyncIterator[tuple[str, Reply]]:
        """(custom id, reply) of every line in the batch's files; lines that are none are lost."""
        for name in status.files:
            file = await self._patiently(lambda name=name: self._client.files.content(name))  # type: ignore[misc]
            for line in file.content.splitlines():
                try:
                    row = strict_json.parse(line)
                    yield str(row["custom_id"]), self._reply(row)
                except (ValueError, KeyError, TypeError):
                    continue

    def _reply(self, row: Mapping[str, Any]) -> Reply:
        answered = row.get("response")
        if not isinstance(answered, Mapping):
            return Reply(failure=Failure("batch", str(row.get("error"))))
        status, body = answered.get("status_code"), answered.get("body")
        try:
            if status != 200:
                told = strict_json.text_of(body)
                raise Fault(f"http_{status}", told, status if isinstance(status, int) else None)
            return self._answered(body)
        except Fault as fault:
            return Reply(failure=fault.failure)

    def _answered(self, body: Json) -> Reply:
        read = to_responses.checked if self.target.api == "responses" else check_response.checked
        answer = read(body)
        usage = read_usage(answer.usage)
        cost = money.cost(usage, self.target.price(self._at, str(answer.model)))
        return Reply(
            message=answer.message,
            finish_reason=answer.finish_reason,
            usage=usage,
            model=answer.model,
            cost_usd=None if cost is None else cost * DISCOUNT,
            flags=(*answer.flags, "batch"),
        )

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of *call*, tried again as the retry table says; raises Stopped."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await call()
            except Fault as fault:
                failure = fault.failure
                told = f"{self.target.label}: {failure.kind}: {failure.message}"
                if failure.status in (401, 403):
                    raise CredentialTrouble(told) from None
                if attempt == ATTEMPTS or not worth_retrying(failure):
                    raise Stopped(told) from None
                asked = retry_after(fault.headers)
                if asked is not None and asked > LONGEST_OBEYED:
                    raise Stopped(f"{told}; it asks to wait {asked:g} s; resume later") from None
                await asyncio.sleep(asked or wait_before(attempt + 1, 0.5, 0.5))
        raise AssertionError("the last attempt returns or raises")

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.close()
