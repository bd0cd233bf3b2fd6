"""Bad weather before an application: answers that come late, and calls that fail now and then."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from prompt_tests.serve import shapes
from prompt_tests.serve.background import App


@dataclass(slots=True)
class Weather:
    """*app*, each call to it *delay* seconds later, every *fail_every*-th of them a 503 (0: none).

    It counts calls in the order of their coming, so a test meets the same failures each time.
    """

    app: App
    delay: float = 0.0
    fail_every: int = 0
    _calls: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One ASGI exchange; only POST is a call."""
        from starlette.responses import JSONResponse

        if scope.get("method") != "POST":
            await self.app(scope, receive, send)
            return
        self._calls += 1
        fails = self.fail_every and self._calls % self.fail_every == 0
        await asyncio.sleep(self.delay)
        if fails:
            body = shapes.error(f"call {self._calls} fails, as asked", code="server_error")
            refusal = JSONResponse(body, 503, headers={"retry-after": "0"})
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)
