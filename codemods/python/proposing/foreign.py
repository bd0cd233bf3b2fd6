"""What only the old library has: arguments of its requests, and the exceptions it raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.calls.shapes import accepted
from codemods.python.proposing.framing import Told
from codemods.python.syntax.names import last_name
from codemods.writing.changes import DropKeyword, MergeBody

if TYPE_CHECKING:
    from codemods.python.judging.units import Unit
    from codemods.python.proposing.moved import MovedCall
    from codemods.python.syntax.module import Module

_BODY = "extra_body"


def unaccepted(call: MovedCall) -> Iterator[Told]:
    """The arguments that OpenAI's method refuses with a TypeError; in the body they still go out.

    Only for clients whose class gives way to OpenAI's: one that is OpenAI's never took them.
    """
    shape = call.sink.shape
    if call.sink.kind != "request" or shape is None or shape.chat or not shape.to:
        return
    if "response_model" in call.sink.given.named:
        return  # instructor's own arguments never leave it
    for name, argument in call.sink.given.named.items():
        if name in accepted() or argument.module is not call.sink.module:
            continue
        code = argument.module.text(argument.value)
        told = f"OpenAI's client has no argument {name}"
        if argument.holder in call.sink.call.keywords and "\n" not in code:
            reason = f"{told}: it goes out in the body, if {call.provider.title} takes it at all"
            changes = (DropKeyword(name), MergeBody(_BODY, name, code))
            yield Told(name, f'{_BODY}={{"{name}": {code}}}', reason, changes)
        else:
            yield Told(name, "", f"{told}, and would raise a TypeError: pass it in {_BODY}", ())


def caught(unit: Unit) -> Iterator[tuple[Module, ast.expr, str]]:
    """The exceptions of the old library that the code around *unit* looks for, each with the
    reason: the client that takes its place raises its own."""
    client = unit.client
    package = client.module.qualified(client.call.func).partition(".")[0]
    new = unit.new_class.partition(".")[0]
    if not new or package == new:
        return
    for module in dict.fromkeys((client.module, *(sink.module for sink in client.sinks))):
        for node in _looked_for(module):
            if module.qualified(node).partition(".")[0] == package:
                yield (
                    module,
                    node,
                    f"the client at {client.module.where(client.call)} raises exceptions of {new} "
                    f"now, never this one: look for {new}.{last_name(node)}",
                )


def _looked_for(module: Module) -> Iterator[ast.expr]:
    """What ``except`` names in *module*."""
    for node in module.parents:
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            yield from (kind for kind in kinds if last_name(kind))
