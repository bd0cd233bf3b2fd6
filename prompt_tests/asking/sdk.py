"""The openai SDK, loaded when the first request needs it."""

from __future__ import annotations

import gc
import sys


def load() -> None:
    """Import the SDK and its transport, once. What they make stays as long as the process: nobody
    looks through it for garbage, now or in the midst of a run."""
    if "openai" in sys.modules:
        return
    gc.disable()
    try:
        import aiohttp  # noqa: F401
        import openai  # noqa: F401
    finally:
        gc.freeze()
        gc.enable()
