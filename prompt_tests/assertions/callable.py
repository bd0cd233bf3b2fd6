"""`callable`: a Python function of yours says whether the answer is right.

A recording is data and may come from anywhere, so it runs nobody's code by itself: the
environment variable LLM_CUTOVER_ALLOW_PLUGINS=1 is the permission.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

PERMISSION = "LLM_CUTOVER_ALLOW_PLUGINS"


@assertions.add
def callable(spec: Spec, recording: Recording) -> Test:  # noqa: A001 - the type's name
    """Fields: `function`, as `package.module:function`; it takes the text and the message.

    It gives True, or False, or in words why the answer is wrong.
    """
    fields(spec, {"function": str}, {})
    function = _function(spec["function"])

    def test(reply: Reply) -> str:
        try:
            said = function(reply.text, dict(reply.message or {}))
        except Exception as error:  # noqa: BLE001 - the user's code may raise anything
            raise Invalid(f"{spec['function']} raised {type(error).__name__}: {error}") from None
        if said is True:
            return ""
        return said if isinstance(said, str) and said else f"{spec['function']} says no"

    return test


def _function(name: str) -> Callable[[str, dict[str, Any]], Any]:
    if os.environ.get(PERMISSION) != "1":
        raise Invalid(f"running code needs permission: set {PERMISSION}=1")
    module, _, attribute = name.partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except Exception as error:  # noqa: BLE001 - importing the user's code may raise anything
        raise Invalid(f"{name} cannot be loaded: {error}") from None
    if not hasattr(found, "__call__"):  # noqa: B004 - `callable` is this module's own name
        raise Invalid(f"{name} is no function")
    loaded: Callable[[str, dict[str, Any]], Any] = found
    return loaded
