"""Commands with many options: the options are the fields of one dataclass."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

Command = Callable[..., Any]


def taking(kind: type[Any]) -> Callable[[Command], Command]:
    """Give a command the options that the dataclass *kind* has as annotated fields.

    The command gets them as its first argument; what else it takes are options of its own.
    """
    hints = get_type_hints(kind, include_extras=True)
    shared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(kind)
    ]
    names = [parameter.name for parameter in shared]

    def with_options(command: Command) -> Command:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

        def run(**given: Any) -> Any:
            own = {name: given.pop(name) for name in names if name in given}
            return command(kind(**own), **given)

        run.__doc__ = command.__doc__
        run.__name__ = command.__name__
        parameters = [*shared, *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own)]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return with_options
