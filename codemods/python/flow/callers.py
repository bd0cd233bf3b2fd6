"""Who calls a function? Told by its name, and by imports where several share the name."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.modules import Modules

Calls = tuple[tuple[ast.Call, "Module"], ...]

_MANY = 40


class Callers:
    """The calls of functions in the judged modules."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._known: dict[ast.AST, Calls] = {}

    def of(self, function: ast.AST, module: Module) -> Calls:
        """The calls of *function*, for ``__init__`` of its class, each with its module."""
        if function not in self._known:
            self._known[function] = self._found(function, module)
        return self._known[function]

    def _found(self, function: ast.AST, module: Module) -> Calls:
        name = getattr(function, "name", "")
        target: ast.AST | None = function
        passing: list[tuple[ast.Call, Module]] = []
        if name == "__init__":
            target = owner = module.owner(function)
            name = owner.name if owner else ""
            passing = self._passing_on.get(name, [])
        return (*passing, *self._named(name, target, module))

    def made(self, owner: ast.ClassDef, module: Module) -> Calls:
        """The calls that make objects of *owner*."""
        if owner not in self._known:
            self._known[owner] = self._named(owner.name, owner, module)
        return self._known[owner]

    def _named(self, name: str, target: ast.AST | None, module: Module) -> Calls:
        """The calls of *name* that mean *target*, which stands in *module*."""
        found = self._modules.calls(name) if name else ()
        alone = self._modules.definitions(name) <= 1 and len(found) <= _MANY
        own = ((c, m) for c, m in found if alone or m is module or self._imports(c, m, target))
        return tuple(own)

    @cached_property
    def _passing_on(self) -> dict[str, list[tuple[ast.Call, Module]]]:
        """Class -> the ``super().__init__(...)`` of the classes that have it as a parent."""
        found: dict[str, list[tuple[ast.Call, Module]]] = defaultdict(list)
        for call, module in self._modules.calls("__init__"):
            owner = module.owner(call)
            for name in dict.fromkeys(last_name(base) for base in owner.bases) if owner else ():
                found[name].append((call, module))
        return found

    def _imports(self, call: ast.Call, module: Module, target: ast.AST | None) -> bool:
        """Whether the name that *call*, in *module*, calls is imported from where *target* is."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        return any(
            found.node is target
            for binding in (module.lookup(name, call)[1] if name else ())
            if binding.kind == "import"
            for _, found in self._modules.locate(binding.dotted, module)
        )
