"""What changes at a client that moves: its class, its address, its key, and their imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.changes import Change, RenameCallee, SetKeyword
from codemods.python.clients import address_settings
from codemods.python.expressions import named_in

if TYPE_CHECKING:
    from codemods.python.arguments import Argument
    from codemods.python.clients import Client
    from codemods.python.environment import Filled
    from codemods.python.module import Module
    from codemods.python.value import Value
    from codemods.python.world import World
    from migrate.facts import Provider


@dataclass
class Unit:
    """The changes of one client. *texts* are literals that are replaced where they stand."""

    client: Client
    target: Provider
    changes: list[Change] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """The changes of the call, in words of code."""
    texts: list[tuple[str, Value, ast.Constant, str]] = field(default_factory=list)
    """(rule, value, constant, new text)."""
    settings: list[tuple[Filled, str]] = field(default_factory=list)
    """Where other files set its address, each with the new one."""
    foreign_key: Argument | None = None
    """The key argument, when where it comes from cannot be seen."""
    fields: tuple[Value, ...] = ()
    """The reads of its key by fields of settings classes, which bear the variable's name."""
    needs_os: bool = False
    new_class: str = ""
    """The class to import from `openai` instead of the library's own."""


def unit_of(world: World, client: Client, target: Provider, variable: str) -> Unit:
    """What must change so that *client* talks to *target*, whose key is in *variable*."""
    unit = Unit(client, target)
    if not client.shape.prefixed:
        _class(unit)
        _address(world, unit)
    _key(world, unit, variable)
    return unit


def quoted(module: Module, node: ast.AST, text: str) -> str:
    """*text* as a string literal with the quotes that *node*'s source uses."""
    source = module.text(node)
    return f"'{text}'" if "'" in source and '"' not in source else f'"{text}"'


def _class(unit: Unit) -> None:
    client = unit.client
    path = client.module.qualified(client.call.func)
    if client.shape.kind != "client" or path.partition(".")[0] in ("openai", "langfuse"):
        return
    unit.new_class = "AsyncOpenAI" if "Async" in path.rpartition(".")[2] else "OpenAI"
    unit.changes.append(RenameCallee(unit.new_class))
    unit.said.append(unit.new_class)


def _address(world: World, unit: Unit) -> None:
    client, url = unit.client, unit.target.base_url
    base = client.given.first(*client.shape.base)
    values = world.values.of(base.value, base.module) if base else ()
    texts = [value for value in values if value.kind == "text"]
    unit.settings += [(found, url) for found in address_settings(world, values)]
    for value in texts:
        if isinstance(value.node, ast.Constant):
            unit.texts.append(("base-url", value, value.node, url))
    if not texts and not unit.settings:
        name = base.name if base else client.shape.base[0]
        code = quoted(client.module, client.call, url)
        unit.changes.append(SetKeyword(name, code))
        unit.said.append(f"{name}={code}")


def _key(world: World, unit: Unit, variable: str) -> None:
    client = unit.client
    key = client.given.first(*client.shape.key)
    values = world.values.of(key.value, key.module) if key else ()
    reads = [value for value in values if value.kind == "env"]
    theirs = [value for value in reads if world.plan.catalogue.providers_of_key(value.text)]
    named = [(value, constant) for value in theirs if (constant := named_in(value)) is not None]
    unit.texts += [("key-variable", value, constant, variable) for value, constant in named]
    unit.fields = tuple(value for value in reads if named_in(value) is None)
    inside = key is not None and not isinstance(key.holder, ast.Attribute)
    literal = key is not None and inside and isinstance(key.value, ast.Constant)
    given = not literal and any(value.kind != "none" for value in values)
    if reads or given or client.shape.prefixed:
        unit.foreign_key = key if given and not named else None
        return
    module = client.module
    name = key.name if key else client.shape.key[0]
    code = f"os.environ[{quoted(module, client.call, variable)}]"
    bound = any(b.dotted == "os" for b in module.bindings.get((module.tree, "os"), ()))
    unit.needs_os = not bound
    unit.changes.append(SetKeyword(name, code))
    unit.said.append(f"{name}={code}")


def import_of(module: Module, name: str) -> tuple[ast.ImportFrom, ast.alias] | None:
    """The ``from ... import`` statement at the top of *module* that binds *name*."""
    for node in module.imports:
        if isinstance(node, ast.ImportFrom) and module.parents.get(node) is module.tree:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return node, alias
    return None


def spare_import(units: Iterable[Unit], module: Module, package: str) -> ast.Import | None:
    """The ``import PACKAGE`` of *module* that only ``PACKAGE.Class(...)`` of *units* use.

    None where something else uses it, or where several classes take the place of the old ones.
    """
    mine = [unit for unit in units if unit.client.module is module and unit.new_class]
    called = {id(node) for unit in mine for node in ast.walk(unit.client.call.func)}
    uses = module.loads.get(package, ())
    fresh = {u.new_class for u in mine for n in ast.walk(u.client.call.func) if n in uses}
    if len(fresh) != 1 or any(id(use) not in called for use in uses):
        return None
    for node in module.imports:
        names = [alias.asname or alias.name for alias in node.names]
        if isinstance(node, ast.Import) and names == [package]:
            return node if module.parents.get(node) is module.tree else None
    return None


def first_import(module: Module) -> ast.stmt | None:
    """The first import of *module* that another one may stand before."""
    for node in module.tree.body:
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not future:
            return node
    return None


def other_uses(module: Module, name: str, calls: set[int]) -> Iterator[ast.Name]:
    """Where *name* is used beside the constructions *calls* (identities)."""
    for node in module.loads.get(name, ()):
        parent = module.parents.get(node)
        if not (isinstance(parent, ast.Call) and parent.func is node and id(parent) in calls):
            yield node
