"""What changes at a client that moves: its class, its address, its key, and their imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from codemods.python.calls.shapes import PROGRAM
from codemods.python.flow.expressions import env_name, named_in
from codemods.python.judging.addresses import address_settings
from codemods.python.syntax.names import last_part
from codemods.writing.changes import (
    Change,
    DropKeyword,
    RenameCallee,
    RenameKeyword,
    ReplaceText,
    SetKeyword,
)

if TYPE_CHECKING:
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
        _key(world, unit, variable)
    elif client.shape.client:
        _holder(world, unit, variable)
    else:
        _address(world, unit)
        _key(world, unit, variable)
    _respelled(unit)
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
    for value in texts:
        if isinstance(value.node, ast.Constant):
            unit.texts.append(("base-url", value, value.node, url))
    if not texts and not unit.settings:
        name = base.name if base else unit.shape.base[0]
        unit.set(name, quoted(client.module, client.call, url))


def _key(world: World, unit: Unit, variable: str) -> None:
    client = unit.client
    key = client.given.first(*client.shape.key)
    values = world.values.of(key.value, key.module) if key else ()
    reads = any(value.kind == "env" for value in values)
    named = _named(world, unit, key, variable) if key else False
    inside = key is not None and not isinstance(key.holder, ast.Attribute)
    literal = key is not None and inside and isinstance(key.value, ast.Constant)
    given = not literal and any(value.kind != "none" for value in values)
    if reads or given or client.shape.prefixed:
        unit.foreign_key = key if given and not named else None
        return
    name = key.name if key else unit.shape.key[0]
    unit.set(name, unit.shape.read_key.format(quoted(client.module, client.call, variable)))
    unit.needed.append(unit.shape.key_import)


def is_bound(module: Module, dotted: str) -> bool:
    """Whether the top of *module* already imports *dotted* under its last name."""
    found = module.bindings.get((module.tree, last_part(dotted)), ())
    return any(binding.dotted == dotted for binding in found)


def import_line(dotted: str) -> str:
    """The statement that imports *dotted* under its last name."""
    package, _, name = dotted.rpartition(".")
    return f"from {package} import {name}" if package else f"import {name}"


def _is_own(world: World, client: Client, value: Value) -> bool:
    """Whether the variable *value* holds a key of the host of *client*."""
    owners = world.plan.catalogue.providers_of_key(value.text)
    return any(owner.name in client.host.providers for owner in owners)


def imports_of(module: Module, name: str) -> list[ast.ImportFrom]:
    """Every ``from ... import`` of *module*, or of functions in it, that binds *name*.

    Empty where that is not always the same thing.
    """
    places = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [
        (node, alias.name)
        for node in module.imports
        for alias in node.names
        if isinstance(node, ast.ImportFrom) and (alias.asname or alias.name) == name
    ]
    same = len({(node.level, node.module, dotted) for node, dotted in found}) == 1
    return [n for n, _ in found if same and isinstance(module.parents.get(n), places)]


def line_of(module: Module, statement: ast.stmt) -> tuple[int, int] | None:
    """The whole lines that *statement* stands on, None where something else does, too."""
    text, start, end = module.code.text, module.start(statement), module.end(statement)
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end) + 1
    alone = last and not text[first:start] and not text[end:last].strip()
    return (first, last) if alone else None


def spare_import(
    units: Iterable[Unit], module: Module, package: str, also: Iterable[ast.AST] = ()
) -> ast.Import | None:
    """The ``import PACKAGE`` of *module* that only ``PACKAGE.Class(...)`` of *units* use, and what
    goes *also*.

    None where something else uses it, or where several classes take the place of the old ones.
    """
    mine = [unit for unit in units if unit.client.module is module and unit.new_class]
    going = [*(unit.client.call.func for unit in mine), *also]
    uses = module.loads.get(package, ())
    fresh = {u.new_class for u in mine for n in ast.walk(u.client.call.func) if n in uses}
    return lone_import(module, package, going) if len(fresh) == 1 else None


def lone_import(module: Module, package: str, going: Iterable[ast.AST]) -> ast.Import | None:
    """The ``import PACKAGE`` at the top of *module* that only what is *going* uses, or None."""
    gone = {id(node) for whole in going for node in ast.walk(whole)}
    if any(id(use) not in gone for use in module.loads.get(package, ())):
        return None
    for node in module.imports:
        names = [alias.asname or alias.name for alias in node.names]
        if isinstance(node, ast.Import) and names == [package]:
            return node if module.parents.get(node) is module.tree else None
    return None


def first_import(module: Module) -> ast.stmt | None:
    """The first import of *module*, or statement, that another import may stand before."""
    rest = [node for node in module.tree.body if not _leads(node)]
    imports = (node for node in rest if isinstance(node, (ast.Import, ast.ImportFrom)))
    plain = (node for node in rest[:1] if not getattr(node, "decorator_list", ()))
    return next(imports, None) or next(plain, None)


def _leads(node: ast.stmt) -> bool:
    """Whether *node* is the docstring, or what must stand before every other import."""
    told = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return told or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def other_uses(module: Module, name: str, calls: set[int]) -> Iterator[ast.Name]:
    """Where *name* is used beside the constructions *calls* (identities)."""
    for node in module.loads.get(name, ()):
        parent = module.parents.get(node)
        if not (isinstance(parent, ast.Call) and parent.func is node and id(parent) in calls):
            yield node
