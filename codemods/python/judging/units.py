"""What changes at a client that moves: its class, its address, its key, and their imports."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from codemods.python.calls.apart import named_apart
from codemods.python.calls.shapes import PROGRAM
from codemods.python.flow.expressions import env_name, named_in
from codemods.python.judging.addresses import address_settings
from codemods.python.judging.client import OWN
from codemods.python.syntax.names import last_part
from codemods.rewriting.changes import (
    Change,
    DropKeyword,
    RenameCallee,
    RenameKeyword,
    ReplaceText,
    SetKeyword,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codemods.python.calls.shapes import Shape
    from codemods.python.flow.arguments import Argument
    from codemods.python.flow.environment import Filled
    from codemods.python.flow.value import Value
    from codemods.python.judging.client import Client
    from codemods.python.syntax.module import Module
    from codemods.python.world import World
    from migrate.facts import Provider


@dataclass
class Unit:
    """The changes of one client. *texts* are literals that are replaced where they stand."""

    client: Client
    target: Provider
    shape: Shape
    """The shape of what is constructed afterwards."""
    changes: list[Change] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """The changes of the call, in words of code."""
    lines: list[str] = field(default_factory=list)
    """What is set on the openai module, when that is the client."""
    texts: list[tuple[str, Value, ast.Constant, str]] = field(default_factory=list)
    """(rule, value, constant, new text)."""
    settings: list[tuple[Filled, str]] = field(default_factory=list)
    """Where other files set its address, each with the new one."""
    foreign_key: Argument | None = None
    """The key argument, when where it comes from cannot be seen."""
    fields: tuple[Value, ...] = ()
    """The reads of its key by fields of settings classes, which bear the variable's name."""
    needed: list[str] = field(default_factory=list)
    """The dotted names that must be imported: the class, what is built for it, `os` for a key."""

    @property
    def new_class(self) -> str:
        """The dotted name of the class that takes the place of the library's own, or `""`."""
        return self.client.shape.to

    @property
    def url(self) -> str:
        """The new address."""
        url, path = self.target.base_url, self.client.shape.path
        return f"{url.rstrip('/')}{path}" if path else url

    def set(self, name: str, code: str) -> None:
        """The call gets the keyword *name*; a client's address and key stand before the rest."""
        self.said.append(f"{name}={code}")
        if self.client.shape.kind == PROGRAM:
            root = self.client.module.text(self.client.call.func).partition(".")[0]
            self.lines.append(f"{root}.{name} = {code}")
            return
        first = self.client.shape.kind == "client"
        at = 0 if first else len(self.changes)  # what is put in front last stands in front
        self.changes.insert(at, SetKeyword(name, code, first))


def unit_of(world: World, client: Client, target: Provider, variable: str) -> Unit:
    """What must change so that *client* talks to *target*, whose key is in *variable*."""
    unit = Unit(client, target, world.shapes.elsewhere(client.shape))
    if client.shape.chat:
        _anew(unit, variable)
        return unit
    if client.shape.to:
        unit.needed.append(client.shape.to)
        unit.changes.append(RenameCallee(last_part(client.shape.to)))
        unit.said.append(last_part(client.shape.to))
    if client.shape.prefixed:
        _provider(world, unit)
        _key(world, unit, variable)
    elif client.shape.client:
        _holder(world, unit, variable)
    else:
        _address(world, unit)
        _key(world, unit, variable)
    _respelled(unit)
    unit.changes += [DropKeyword(name) for name in OWN if name in client.given.named]
    return unit


def _anew(unit: Unit, variable: str) -> None:
    """A client of another kind altogether: nothing of its construction stays."""
    name, read = last_part(unit.new_class), unit.shape.read_key
    quote = partial(quoted, unit.client.module, unit.client.call)
    code = f"{name}(base_url={quote(unit.target.base_url)}, api_key={read.format(quote(variable))})"
    unit.needed += [unit.new_class, unit.shape.key_import]
    unit.changes.append(ReplaceText("", "", code))
    unit.said.append(code)


def quoted(module: Module, node: ast.AST, text: str) -> str:
    """*text* as a string literal with the quotes that *node*'s source uses."""
    source = module.text(node)
    return f"'{text}'" if "'" in source and '"' not in source else f'"{text}"'


def _respelled(unit: Unit) -> None:
    """Model, address and key are called as the other class calls them."""
    old, new = unit.client.shape, unit.shape
    for ours, theirs in ((old.model, new.model), (old.base, new.base), (old.key, new.key)):
        for name in ours:
            if old.to and theirs and name in unit.client.given.named and name not in theirs:
                unit.changes.append(RenameKeyword(name, theirs[0]))


def _holder(world: World, unit: Unit, variable: str) -> None:
    """The object that has address and key: a new one, unless the one that is given moves itself."""
    client, shape = unit.client, unit.client.shape
    if any(sink.clients for sink in client.sinks):
        return
    read = _passed_on(world, unit, variable)
    if not read:
        read = f"os.environ[{quoted(client.module, client.call, variable)}]"
        unit.needed.append("os")
    url = quoted(client.module, client.call, unit.target.base_url)
    unit.needed.append(shape.client_class)
    unit.set(shape.client, f"{last_part(shape.client_class)}(base_url={url}, api_key={read})")


def _passed_on(world: World, unit: Unit, variable: str) -> str:
    """The expression of the key that the call is given, for the object inside; `""` for none."""
    client = unit.client
    key = client.given.first(*client.shape.key)
    if key is None:
        return ""
    unit.changes.append(DropKeyword(key.name))
    here = env_name(key.value, key.module)
    if here is not None:
        return key.module.text(key.value).replace(str(here.value), variable)
    if isinstance(key.value, ast.Constant):
        return ""
    named = _named(world, unit, key, variable)
    unit.foreign_key = None if named else key
    return key.module.text(key.value)


def _named(world: World, unit: Unit, key: Argument, variable: str) -> bool:
    """Whether the variable that *key* is read from is named somewhere; the new one will be."""
    reads = [v for v in world.values.of(key.value, key.module) if v.kind == "env"]
    theirs = [value for value in reads if world.plan.catalogue.providers_of_key(value.text)]
    named = [(value, constant) for value in theirs if (constant := named_in(value)) is not None]
    own = (_is_own(world, unit.client, value) or value.node is not node for value, node in named)
    if not all(own):  # one name of a table that holds those of other hosts, too
        return False
    unit.texts += [("key-variable", value, constant, variable) for value, constant in named]
    unit.fields = tuple(value for value in reads if named_in(value) is None)
    return bool(named)


def _address(world: World, unit: Unit) -> None:
    client, url = unit.client, unit.url
    base = client.given.first(*client.shape.base)
    values = world.values.of(base.value, base.module) if base else ()
    texts = [value for value in values if value.kind == "text"]
    unit.settings += [(found, url) for found in address_settings(world, values)]
    told = texts or ([] if unit.settings or base is None else _defaults(values, base.value))
    for value in told:
        if isinstance(value.node, ast.Constant):
            unit.texts.append(("base-url", value, value.node, url))
    if not told and not unit.settings:
        name = base.name if base else unit.shape.base[0]
        unit.set(name, quoted(client.module, client.call, url))


def _defaults(values: Iterable[Value], given: ast.expr) -> list[Value]:
    """The Nones that *values* are, where all are written elsewhere than where one is *given*."""
    nones = [v for v in values if v.kind == "none" and isinstance(v.node, ast.Constant)]
    return nones if all(value.node is not given for value in nones) else []


def _provider(world: World, unit: Unit) -> None:
    """The provider, where the call names it apart from the id."""
    client, target = unit.client, unit.target
    named = named_apart(world.values.of, client.shape, client.given)
    if named is not None:
        name = target.prefixes[0] if target.prefixes else target.name
        unit.set(named.name, quoted(client.module, named.value, name))


def _key(world: World, unit: Unit, variable: str) -> None:
    client = unit.client
    key = client.given.first(*client.shape.key)
    values = world.values.of(key.value, key.module) if key else ()
    reads = any(value.kind == "env" for value in values)
    named = _named(world, unit, key, variable) if key else False
    inside = key is not None and not isinstance(key.holder, ast.Attribute)
    literal = key is not None and inside and isinstance(key.value, ast.Constant)
    given = not literal and any(value.kind != "none" for value in values)
    if reads or given or (client.shape.prefixed and not literal):
        unit.foreign_key = key if given and not named else None
        return
    name = key.name if key else unit.shape.key[0]
    unit.set(name, unit.shape.read_key.format(quoted(client.module, client.call, variable)))
    unit.needed.append(unit.shape.key_import)


def _is_own(world: World, client: Client, value: Value) -> bool:
    """Whether the variable *value* holds a key of the host of *client*."""
    owners = world.plan.catalogue.providers_of_key(value.text)
    return any(owner.name in client.host.providers for owner in owners)
