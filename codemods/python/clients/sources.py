"""Where a key comes from that has no name of its host's.

What two are given from one place, one of them cannot take to another host.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from codemods.python.occurrences.places import is_test
from codemods.python.syntax.names import code_of, item

if TYPE_CHECKING:
    from codemods.python.clients.client import Client
    from codemods.python.flow.arguments import Argument
    from codemods.python.flow.value import Value
    from codemods.python.syntax.module import Module
    from codemods.python.world import World

_NAME = re.compile(r"[\w./-]+")


def key_sources(world: World, client: Client) -> frozenset[Hashable]:
    """Where *client* gets its key."""
    return sources(world, client.key, client.module)


def sources(world: World, key: Argument | None, asker: Module) -> frozenset[Hashable]:
    """Where *asker* gets *key*: variables that no host gave its name to, parameters, texts with a
    name, and what cannot be followed, as it is spelled. What tests hand in is none of them."""
    values = world.values.of(key.value, key.module) if key is not None else ()
    tested = is_test(asker)
    return frozenset(
        source
        for value in values
        if tested or not is_test(value.module)
        for source in _sources(world, value)
    )


def _sources(world: World, value: Value) -> Iterator[Hashable]:
    project = world.projects.of(value.module.path)
    root = _root(value.node) if value.kind == "unknown" else None
    if value.kind == "env":
        if not world.plan.catalogue.providers_of_key(value.text):
            yield project, value.text
    elif value.kind == "class":
        yield project, value.text
    elif root is not None:
        yield (*_bound(world, root, value.module, project), code_of(value.node)[len(root.id) :])
    elif isinstance(value.node, ast.Call) and _is_named(value.node):
        yield project, code_of(value.node)
    elif value.kind != "none" and value.text:
        yield value.node


def _is_named(call: ast.Call) -> bool:
    """Whether *call* asks by a name: ``load("LLM_KEY")``, not ``input("Your key? ")``."""
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    return bool(texts) and all(_NAME.fullmatch(str(text)) for text in texts)


def _bound(world: World, root: ast.Name, module: Module, project: str) -> tuple[Hashable, ...]:
    """What *root* is in *module*: what is imported, the object of a class, a name of its own."""
    scope, bindings = module.lookup(root.id, root)
    dotted = next((binding.dotted for binding in bindings if binding.kind == "import"), "")
    if not dotted:
        return (root.id == "self" and module.owner(root)) or scope, root.id
    home, _, name = dotted.rpartition(".")
    return project, world.modules.find(home, module.path) or home, name


def _root(node: ast.AST) -> ast.Name | None:
    """The name that an attribute or an item is read of; None for calls, which may ask somebody."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, (ast.Subscript, ast.Call)) and item(node)[0]:
            node = item(node)[1]
        else:
            return None
    return node
