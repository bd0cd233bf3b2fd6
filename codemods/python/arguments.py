"""All arguments of a call, also those that come by `**`, a dictionary or `functools.partial`."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.python.module import Module
from codemods.python.modules import expression
from codemods.python.names import last_name

if TYPE_CHECKING:
    from codemods.python.value import Of


@dataclass(frozen=True, slots=True)
class Argument:
    """One named argument: *holder* is the keyword, dictionary display or statement it is in."""

    name: str
    value: ast.expr
    module: Module
    holder: ast.AST


@dataclass(slots=True)
class Arguments:
    """What a call passes, by name. *opaque* are the expressions that could not be followed."""

    named: dict[str, Argument] = field(default_factory=dict)
    opaque: list[str] = field(default_factory=list)
    dictionaries: list[tuple[ast.Dict, Module]] = field(default_factory=list)
    """The displays that `**` unpacks: where a missing argument can be added."""

    def first(self, *names: str) -> Argument | None:
        """The argument under the first of *names* that is given."""
        return next((self.named[name] for name in names if name in self.named), None)

    def add(self, argument: Argument) -> None:
        """Note *argument*, unless the name is taken."""
        self.named.setdefault(argument.name, argument)


def arguments(of: Of, call: ast.Call, module: Module) -> Arguments:
    """The arguments of *call*, keywords first, then what `**` brings, then a partial's."""
    found = Arguments()
    for keyword in call.keywords:
        if keyword.arg is not None:
            found.add(Argument(keyword.arg, keyword.value, module, keyword))
    for keyword in call.keywords:
        if keyword.arg is None:
            unpack(of, keyword.value, module, found)
    for value in of(call.func, module):
        bound = value.kind == "object" and value.text.endswith("partial")
        if bound and isinstance(value.node, ast.Call) and value.node is not call:
            for argument in arguments(of, value.node, value.module).named.values():
                found.add(argument)
    return found


def unpack(of: Of, node: ast.expr, module: Module, found: Arguments, depth: int = 0) -> None:
    """Add the entries of the dictionary that *node* may be."""
    if isinstance(node, ast.Dict):
        _display(of, node, module, found, depth)
        return
    known = False
    for value in of(node, module) if depth < 5 else ():
        if isinstance(value.node, ast.Dict) and value.kind == "unknown":
            known = True
            _display(of, value.node, value.module, found, depth)
        elif isinstance(value.node, ast.Call) and value.text == "dict":
            known = True
            for name, argument in arguments(of, value.node, value.module).named.items():
                found.named.setdefault(name, argument)
    _mutations(of, node, module, found, depth)
    if not known:
        found.opaque.append(expression(module, node))


def _display(of: Of, node: ast.Dict, module: Module, found: Arguments, depth: int) -> None:
    found.dictionaries.append((node, module))
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.add(Argument(key.value, value, module, node))
        elif key is None:
            unpack(of, value, module, found, depth + 1)


def _mutations(of: Of, node: ast.expr, module: Module, found: Arguments, depth: int) -> None:
    """``name["key"] = value`` and ``name.update(...)`` on the dictionary called as *node* is."""
    name = last_name(node)
    function = module.function(node)
    for target, value in module.items.get(name, ()):
        key = target.slice
        near = isinstance(node, ast.Attribute) or module.function(target) is function
        if near and isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.add(Argument(key.value, value, module, target))
    for call in module.calls.get("update", ()):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if owner is None or last_name(owner) != name or module.function(call) is not function:
            continue
        for argument in call.args:
            unpack(of, argument, module, found, depth + 1)
        for keyword in call.keywords:
            if keyword.arg is not None:
                found.add(Argument(keyword.arg, keyword.value, module, keyword))
