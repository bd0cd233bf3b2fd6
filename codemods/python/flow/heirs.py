"""Classes of the project and their descendants, whose objects run their methods."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.python.flow.value import Of
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.modules import Modules

_Heir = tuple[ast.ClassDef, "Module"]


class Heirs:
    """The descendants of classes among the judged modules."""

    def __init__(self, modules: Modules, of: Of) -> None:
        self._modules = modules
        self._of = of
        self._known: dict[ast.ClassDef, tuple[_Heir, ...]] = {}

    def of(self, owner: ast.ClassDef) -> tuple[_Heir, ...]:
        """The descendants of *owner*, each once."""
        if owner not in self._known:
            found: dict[ast.ClassDef, Module] = {}
            waiting = [owner]
            while waiting:
                for heir, module in self._children(waiting.pop()):
                    if heir not in found and heir is not owner:
                        found[heir] = module
                        waiting.append(heir)
            self._known[owner] = tuple(found.items())
        return self._known[owner]

    def _children(self, owner: ast.ClassDef) -> Iterator[_Heir]:
        for child, base, module in self._by_base.get(owner.name, ()):
            if any(value.node is owner for value in self._of(base, module)):
                yield child, module

    @cached_property
    def _by_base(self) -> dict[str, list[tuple[ast.ClassDef, ast.expr, Module]]]:
        """By the last name of a base: the classes that name it."""
        found: dict[str, list[tuple[ast.ClassDef, ast.expr, Module]]] = defaultdict(list)
        for module in self._modules.core:
            for bindings in module.bindings.values():
                for node in (binding.node for binding in bindings):
                    if isinstance(node, ast.ClassDef):
                        for base in node.bases:
                            found[last_name(base)].append((node, base, module))
        return found


def stores(
    owner: ast.ClassDef, name: str, module: Module
) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    """The assignments of ``self.NAME`` in *owner*, each with its value; in ``__new__`` also those
    of what it makes."""
    for target, value in module.stores.get(name, ()):
        of_self = isinstance(target.value, ast.Name) and target.value.id in ("self", "cls")
        made = getattr(module.function(target), "name", "") == "__new__"
        if (of_self or made) and module.owner(target) is owner:
            yield target, value
