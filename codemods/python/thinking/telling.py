"""What chose an id, read backwards: the code that says as much, and the twins that it needs.

Where the choice stands in the call it is asked again; where it was kept (a variable, an attribute,
a parameter, a table) a twin is kept beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.python.flow.declared import is_listed
from codemods.python.flow.dispatch import chosen
from codemods.python.flow.frames import argument
from codemods.python.flow.heirs import stores
from codemods.python.syntax.handed import handed, hands_on
from codemods.python.syntax.names import FUNCTIONS, Binding, last_name
from codemods.python.thinking.doubles import of_result
from codemods.python.thinking.fields import is_kept, of_field
from codemods.python.thinking.looped import of_loop
from codemods.python.thinking.tabled import of_lookup, of_row, of_table
from codemods.python.thinking.teller import (
    Unclear,
    conjunct,
    is_free,
    is_plain,
    is_settled,
    key_of,
)
from codemods.python.thinking.twins import (
    Twin,
    beside,
    parameter,
    passed,
    statement,
    unused,
)

if TYPE_CHECKING:
    from codemods.python.flow.value import Value
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.names import Function
    from codemods.python.world import World

_ROOTS = ("ABC", "object", "Protocol")


NOTHING = "nothing"
_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def is_outside(value: Value, modes: Mapping[ast.AST | None, str]) -> bool:
    """Whether *value* is what somebody may say from outside, and nothing in sight does."""
    return (value.kind == "env" and value.node not in modes) or is_listed(value)


@dataclass
class Telling:
    """Finds the code that tells, and the twins that it needs."""

    world: World
    modes: Mapping[ast.AST | None, str]
    """By id: what its twin says; `NOTHING` for ids that need none."""
    twins: list[Twin] = field(default_factory=list)
    met: set[ast.AST] = field(default_factory=set)
    """The ids that were come across."""
    known: dict[tuple[ast.AST | None, str], str] = field(default_factory=dict)
    """What is kept for what, by it and its name."""

    def of(self, node: ast.AST, module: Module) -> str:
        """The code that is true to what *node* is. Raises Unclear."""
        if isinstance(node, ast.Constant) and node.value is None:
            return "None"
        values = self.world.values.of(node, module)
        values = tuple(value for value in values if not is_outside(value, self.modes)) or values
        modes = {self.modes.get(value.node, "") for value in values}
        if len(modes) == 1 and "" not in modes:
            self.met |= {value.node for value in values}
            mode = modes.pop()
            return f'"{mode}"' if mode != NOTHING else '""'
        match node:
            case ast.IfExp() if is_plain(node.test, module):
                yes, no = self._part(node.body, module), self.of(node.orelse, module)
                return f"{yes} if {module.text(node.test)} else {no}"
            case ast.BoolOp(op=ast.Or()) if not self._ends(node.values[:-1], module):
                return " or ".join(self._part(part, module) for part in node.values)
            case ast.BoolOp(values=[test, value]) if is_plain(test, module):
                return f"{conjunct(test, module)} and {self._part(value, module)}"
            case ast.NamedExpr():
                return self.of(node.value, module)
            case ast.Name():
                return self._name(node, module)
            case ast.Attribute(value=ast.Name(id="self")) if is_kept(node, module):
                return self._attribute(node, module)
            case ast.Attribute():
                return of_field(self, node, module)
            case ast.Subscript(slice=ast.Constant(value="model")) if is_plain(node.value, module):
                return of_row(self, node, module)
            case ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=int(at))):
                return of_result(self, call, module, at)
            case ast.Subscript(value=held) if is_plain(node.slice, module):
                return f"{of_table(self, held, module)}[{key_of(node.slice, module)}]"
            case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[_, _]):
                return of_lookup(self, node, held, module)
            case ast.Call():
                return of_result(self, node, module)
        raise Unclear

    def _ends(self, parts: Iterable[ast.expr], module: Module) -> bool:
        """Whether one of *parts* may be an id whose twin, being empty, would not end a disjunction
        as the id does."""
        values = (value for part in parts for value in self.world.values.of(part, module))
        return any(self.modes.get(value.node) == NOTHING for value in values)

    @property
    def usual(self) -> str:
        """What is said where nobody says anything."""
        return '""' if NOTHING in self.modes.values() else '"enabled"'

    def _part(self, node: ast.AST, module: Module) -> str:
        """The same, to stand within a larger expression."""
        code = self.of(node, module)
        return f"({code})" if " if " in code else code

    def _name(self, node: ast.Name, module: Module) -> str:
        scope, bindings = module.lookup(node.id, node)
        only = bindings[0] if len(bindings) == 1 else None
        value = only.value if only is not None and only.kind == "assign" else None
        settled = isinstance(value, ast.IfExp) and is_settled(value.test, module)
        if settled and value is not None and scope is module.scope(node):
            return self.of(value, module)
        if only is not None and only.kind == "loop":
            return of_loop(self, only, module)
        key = (scope, node.id)
        if key not in self.known:
            self.known[key] = name = beside(module, node.id)
            for binding in bindings:
                self._bound(binding, name, module)
        return self.known[key]

    def _bound(self, binding: Binding, name: str, module: Module) -> None:
        """The twin of one way in which a name gets its value."""
        if binding.kind == "param" and isinstance(binding.node, ast.arg):
            self._parameter(binding.node, binding.value, name, module)
        elif binding.kind == "assign" and binding.value is not None:
            self._keep(binding.node, binding.value, name, module)
        else:
            raise Unclear

    def _keep(self, node: ast.AST | None, value: ast.AST, name: str, module: Module) -> None:
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        plain = isinstance(node, (ast.Assign, ast.AnnAssign)) and len(targets) == 1
        if node is None or not plain or targets[0] is None:
            raise Unclear
        self.add(statement(module, node, f"{name} = {self.of(value, module)}"))

    def _attribute(self, node: ast.Attribute, module: Module) -> str:
        owner = module.owner(node)
        key = (owner, node.attr)
        if key not in self.known:
            self.known[key] = name = f"self.{beside(module, node.attr)}"
            kept = list(stores(owner, node.attr, module)) if owner is not None else []
            if kept and (owner, node.attr) in module.bindings:
                raise Unclear
            if owner is None or (kept and any(last_name(b) not in _ROOTS for b in owner.bases)):
                raise Unclear
            for target, value in kept:
                self._keep(module.parents[target], value, name, module)
            if not kept:
                self._declared(node, name.removeprefix("self."), module)
        return self.known[key]

    def _declared(self, node: ast.Attribute, name: str, module: Module) -> None:
        """The twins of ``model = ...`` in the body of a class and of its heirs."""
        for value in self.world.values.of(node, module):
            at, home = value.module.parents.get(value.node), value.module
            named = isinstance(at, ast.Assign) and [last_name(t) for t in at.targets] == [node.attr]
            inside = at is not None and isinstance(home.parents.get(at), ast.ClassDef)
            if not named or not inside or unused(home, name) != name:
                raise Unclear
            self._keep(at, value.node, name, home)

    def _parameter(self, arg: ast.arg, default: ast.expr | None, name: str, module: Module) -> None:
        function = module.function(arg)
        if not isinstance(function, FUNCTIONS) or not is_free(function):
            raise Unclear
        usual = self.of(default, module) if default is not None else self.usual
        twin = parameter(module, function, arg, name, usual)
        calls = self._calls(function, module)
        if default is None and not calls:
            raise Unclear
        self.add(twin)
        for call, caller in calls:
            self._passed(call, caller, arg.arg, function, (name, usual))

    def _passed(
        self, call: ast.Call, caller: Module, name: str, function: Function, twin: tuple[str, str]
    ) -> None:
        """What *call* passes for the parameter *name*, said once more for its *twin*."""
        starred = any(isinstance(arg, ast.Starred) for arg in call.args)
        if starred or any(keyword.arg is None for keyword in call.keywords):
            raise Unclear
        given = argument(call, name, function)
        code = self.of(given, caller) if given is not None else twin[1]
        maker = caller.handed.get(call, call)
        bound = maker is not call and not any(handed(maker))  # a partial function may say otherwise
        if given is None or (code == twin[1] and not bound):
            return
        if maker is not call and not hands_on(maker, given):
            if bound:  # it passes what it says itself
                return
            raise Unclear
        self.twins.append(passed(caller, maker, twin[0], code))

    def _calls(self, function: Function, module: Module) -> list[tuple[ast.Call, Module]]:
        """The calls of *function*, not those of others that bear its name. Raises Unclear."""
        owner = module.owner(function) if getattr(function, "name", "") == "__init__" else None
        name = getattr(owner or function, "name", "")
        calls = list(self.world.values.callers(function, module))
        if any(chosen(call, caller) is not None for call, caller in calls):  # calls others, too
            raise Unclear
        if self.world.modules.definitions(name) <= 1:
            return calls
        found = []
        for call, caller in calls:
            called = {value.node for value in self.world.values.of(call.func, caller)}
            if called <= {function, owner}:
                found.append((call, caller))
            elif called & {function, owner} or not all(isinstance(n, _DEFINED) for n in called):
                raise Unclear
        return found

    def add(self, twin: Twin | None) -> None:
        """Keep *twin*; where it cannot be written, nothing can. Raises Unclear."""
        if twin is None:
            raise Unclear
        self.twins.append(twin)
