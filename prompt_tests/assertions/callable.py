"""`callable`: a Python function of yours says whether the answer is right.

A recording is data and may come from anywhere, so it runs nobody's code by itself: the
environment variable LLM_CUTOVER_ALLOW_PLUGINS=1 is the permission.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields, within
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

PERMISSION = "LLM_CUTOVER_ALLOW_PLUGINS"
SECONDS = 60.0


@assertions.add
def callable(spec: Spec, recording: Recording) -> Test:  # noqa: A001 - the type's name
    """Fields: `function`, as `package.module:function`; it takes the text and the message.

    It gives True, or False, or in words why the answer is wrong, within a minute.
    """
    fields(spec, {"function": str}, {})
    name = spec["function"]
    function = _function(name)

    def test(reply: Reply) -> str:
        with _theirs(f"{name} raised"), within(SECONDS, name):
            said = function(reply.text, dict(reply.message or {}))
        if isinstance(said, str) and said:
            return said
        if not isinstance(said, bool):
            raise Invalid(f"{name} gave {said!r:.80}: not True, False, or why the answer is wrong")
        return "" if said else f"{name} says no"

    return test


@contextmanager
def _theirs(told: str) -> Iterator[None]:
    """The user's code runs: whatever it raises is Invalid, even what would end the process."""
    try:
        yield
    except (Invalid, KeyboardInterrupt):
        raise
    except BaseException as error:  # noqa: BLE001 - SystemExit(0) must not look like a GO
        raise Invalid(f"{told} {type(error).__name__}: {error}") from None


def _function(name: str) -> Callable[[str, dict[str, Any]], Any]:
    if os.environ.get(PERMISSION) != "1":
        raise Invalid(f"running code needs permission: set {PERMISSION}=1")
    module, _, attribute = name.partition(":")
    with _theirs(f"{name} cannot be loaded:"):
        found = getattr(import_module(module), attribute)
    if not hasattr(found, "__call__"):  # noqa: B004 - `callable` is this module's own name
        raise Invalid(f"{name} is no function")
    loaded: Callable[[str, dict[str, Any]], Any] = found
    return loaded
