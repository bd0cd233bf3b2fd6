"""The application under record: started with the addresses of its SDKs pointing at the proxy."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from migrate.errors import Trouble

_ALWAYS = {"OPENAI_BASE_URL": True, "OPENAI_API_BASE": True}
_BY_HOST: dict[str, dict[str, bool]] = {
    "groq.com": {"GROQ_BASE_URL": False, "GROQ_API_BASE": True},
    "together.xyz": {"TOGETHER_BASE_URL": True, "TOGETHERAI_API_BASE": True},
    "together.ai": {"TOGETHER_BASE_URL": True, "TOGETHERAI_API_BASE": True},
    "deepseek.com": {"DEEPSEEK_API_BASE": True, "DEEPSEEK_BASE_URL": True},
    "openrouter.ai": {"OPENROUTER_API_BASE": True, "OPENROUTER_BASE_URL": True},
    "cerebras.ai": {"CEREBRAS_BASE_URL": False, "CEREBRAS_API_BASE": True},
    "fireworks.ai": {"FIREWORKS_BASE_URL": True, "FIREWORKS_API_BASE": True},
    "llama.com": {"LLAMA_API_CLIENT_BASE_URL": False},
    "openai.azure.com": {"AZURE_OPENAI_ENDPOINT": False},
    "mistral.ai": {"MISTRAL_API_BASE": True},
    "x.ai": {"XAI_API_BASE": True},
}
"""Variables by upstream host, and whether they hold the path of the base URL as well.

Only the upstream's own: another host's SDK sent through here would hand over another host's key.
"""


def addresses(upstream: str, listening: str) -> dict[str, str]:
    """The environment variables that send an application's calls to *listening*."""
    parts = urlsplit(upstream)
    whole = listening + parts.path.rstrip("/")
    names = dict(_ALWAYS)
    host = parts.hostname or ""
    for domain, variables in _BY_HOST.items():
        if host == domain or host.endswith("." + domain):
            names.update(variables)
    return {name: whole if with_path else listening for name, with_path in names.items()}


async def run_child(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run *command* to its end; its exit code. What is sent to end us ends it, and then us."""
    environment = {**os.environ, **variables}
    ended = Forwarder()
    ended.listen()
    try:
        child = await asyncio.create_subprocess_exec(*command, env=environment)
    except OSError as error:
        raise Trouble(f"{command[0]}: cannot be started: {error.strerror or error}") from None
    ended.to(child)
    code = await child.wait()
    return code if code >= 0 else 128 - code


class Forwarder:
    """Hands the signals that end us to the child; those that come before it runs, once it does."""

    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._early: list[int] = []

    def listen(self) -> None:
        """Take the signals from now on; needs a running loop."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, AttributeError):  # other systems have neither
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self._send, number)
            loop.add_signal_handler(signal.SIGINT, lambda: None)  # the terminal told the child

    def to(self, child: asyncio.subprocess.Process) -> None:
        """Give *child* what came so far and what comes."""
        self._child = child
        for number in self._early:
            self._send(number)

    def _send(self, number: int) -> None:
        if self._child is None:
            self._early.append(number)
            return
        with suppress(ProcessLookupError):  # it ended just now
            self._child.send_signal(number)
