"""Fields of settings that ask for the key of a host their project leaves: unread, or handed on."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.python.flow.reads import env_read
from codemods.python.flow.settings_class import declared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from codemods.python.flow.field_reads import Identifier
    from codemods.python.flow.value import Value
    from codemods.python.syntax.module import Module
    from codemods.python.world import World


@dataclass(frozen=True, slots=True)
class UnreadField:
    """The field that *value* is read by. Settings ask for it though no client is given it, and may
    refuse a variable that no field is called like."""

    value: Value
    provider: str
    new: str
    """The name that it takes."""
    places: tuple[Identifier, ...]
    """Where it is named: at its definition, and where code asks for it or hands it on."""


def unread_fields(world: World, new_key: Callable[[str, str], str]) -> Iterator[UnreadField]:
    """Those of the project. *new_key* gives, for a file and a provider, the variable for the key
    where the project of the file leaves the provider altogether, else `""`."""
    for value in declared(world.values.of, world.modules):
        target, module = value.node, value.module
        bears = isinstance(target, ast.Name) and target.id.upper() == value.text
        owners = world.plan.catalogue.providers_of_key(value.text) if bears else ()
        leaves = (o.name for o in owners if new_key(module.path, o.name))
        provider = next(leaves, "")
        if not provider or not isinstance(target, ast.Name) or value.text in world.numbered:
            continue
        new = new_key(module.path, provider)
        new = new.lower() if target.id.islower() else new
        owner = module.owner(target)
        free = owner is not None and not module.bindings.get((owner, new))
        places = world.field_reads.of(target, module) if free else ()
        if places and all(_is_handed_on(*place, value.text) for place in places[1:]):
            yield UnreadField(value, provider, new, places)


def _is_handed_on(module: Module, start: int, end: int, variable: str) -> bool:
    """Whether what is read there only fills *variable*, or is asked whether it is there:
    ``os.environ["OPENAI_API_KEY"] = settings.openai_api_key``."""
    reads = module.attributes.get(module.code.text[start:end], ())
    node = next((read for read in reads if module.end(read) == end), None)
    inner: ast.AST | None = node
    for around in module.up(node) if node is not None else ():
        if isinstance(around, (ast.If, ast.IfExp, ast.Assert)) and around.test is inner:
            return True
        if isinstance(around, (ast.Assign, ast.Call)):
            targets = around.targets if isinstance(around, ast.Assign) else [around]
            named = [env_read(target, module) for target in targets]
            return any(isinstance(n, ast.Constant) and n.value == variable for n in named)
        if not isinstance(around, (ast.UnaryOp, ast.BoolOp)):
            return False
        inner = around
    return False
