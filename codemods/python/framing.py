"""What a framework's object must be told beside the model: what it cannot know of a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.changes import Change, DropKeyword, MergeBody, SetKeyword
from codemods.python.moving import is_inner, leaves_host

if TYPE_CHECKING:
    from codemods.python.moved import MovedCall
    from codemods.python.shapes import Shape
    from migrate.facts import Model, ParameterRule


@dataclass(frozen=True)
class Told:
    """One more argument of a framework's object, or one that it must send under another name."""

    name: str
    new: str
    reason: str
    changes: tuple[Change, ...]


def told(call: MovedCall, rules: list[ParameterRule]) -> Iterator[Told]:
    """What must be changed at the construction *call* that no rule of the target's says."""
    if call.sink.shape is None or call.sink.kind == "unknown" or is_inner(call.sink):
        return
    leaves = leaves_host(call.judgement)
    shapes = call.world.shapes
    shape = shapes.elsewhere(call.sink.shape) if leaves else call.sink.shape
    if shape.tried and not call.opaque:
        yield from _needed(call, shape)
        yield from _sent(call, shape, rules)


def _needed(call: MovedCall, shape: Shape) -> Iterator[Told]:
    for name, code in shape.needs:
        if name not in call.sink.given.named:
            code = _filled(code, call.card)
            reason = f"the library does not know {call.card.id}: {name} must be given"
            yield Told(name, f"{name}={code}", reason, (SetKeyword(name, code),))


def _filled(code: str, card: Model) -> str:
    """*code* with what is known of the model in its gaps."""
    for name in ("vision", "tools", "json_object", "json_schema"):
        code = code.replace(f"{{{name}}}", str(card.capabilities.get(name) is True))
    return code.replace("{context}", str(card.context or 0))


def _sent(call: MovedCall, shape: Shape, rules: list[ParameterRule]) -> Iterator[Told]:
    """Arguments that the library sends under a name which the target does not take."""
    renamed = {rule.parameter: rule for rule in rules if rule.action == "rename"}
    for name, sent in shape.sends:
        argument, rule = call.sink.given.named.get(name), renamed.get(sent)
        if argument is None or rule is None or argument.holder not in call.sink.call.keywords:
            continue
        code = argument.module.text(argument.value)
        new = f'{shape.extra}={{"{rule.value}": {code}}}'
        reason = f"this class sends {name} as {sent}, and {rule.note or rule.parameter}"
        change = MergeBody(shape.extra, str(rule.value), code)
        yield Told(name, new, reason, (DropKeyword(name), change))
