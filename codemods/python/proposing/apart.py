"""Two old ids that become one, told apart: what chose the id also says whether the model thinks.

The expression that gave the id is read backwards. Where it stands in the call it is asked again;
where it was kept (a variable, an attribute, a parameter, a table) a twin is kept beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.python.flow.frames import argument
from codemods.python.flow.heirs import stores
from codemods.python.proposing.twins import (
    Twin,
    entry,
    entry_table,
    parameter,
    passed,
    statement,
    unused,
)
from codemods.python.syntax.names import FUNCTIONS, Binding, last_name

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.names import Function
    from codemods.python.world import World

_PLAIN = (
    ast.Name, ast.Attribute, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Subscript,
    ast.boolop, ast.unaryop, ast.cmpop, ast.expr_context,
)  # fmt: skip
"""What a condition may be made of to be asked twice: it answers the same and changes nothing."""
_ROOTS = ("ABC", "object", "Protocol")
_KEEPING = ("cache", "classmethod", "lru_cache", "on_exception", "retry", "staticmethod")
"""Decorators that pass on whatever arguments a function is given."""


_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class _Unclear(Exception):
    """The way of the id cannot be followed exactly."""


@dataclass(frozen=True)
class Told:
    """What says whether the model thinks, where the call stands, and what is kept for it."""

    code: str
    twins: tuple[Twin, ...]


def told_apart(world: World, sink: Sink, judgements: Iterable[Judgement]) -> Told | None:
    """How *sink* can tell which of *judgements* was meant; None where that cannot be said."""
    modes = {id(j.place.node): j.target.thinking for j in judgements if j.target}
    sent = world.models_of(sink)
    if sink.model is None or any(value.kind not in ("text", "none") for value in sent):
        return None
    if {modes.get(id(value.node), "") for value in sent} - {""} != set(modes.values()):
        return None  # a choice that is offered and never made in sight
    telling = _Telling(world, modes)
    try:
        code = telling.of(sink.model.value, sink.model.module)
    except _Unclear:
        return None
    if (
        telling.met != {id(v.node) for v in sent if v.kind == "text"}
        or sink.model.module is not sink.module
    ):
        return None
    return Told(code, tuple(dict.fromkeys(telling.twins)))


@dataclass
class _Telling:
    """Finds the code that tells, and the twins that it needs."""

    world: World
    modes: Mapping[int, str]
    twins: list[Twin] = field(default_factory=list)
    met: set[int] = field(default_factory=set)
    """The identities of the ids that were come across."""
    _known: dict[tuple[int, str], str] = field(default_factory=dict)

    def of(self, node: ast.AST, module: Module) -> str:
        """The code that is true to what *node* is. Raises _Unclear."""
        if isinstance(node, ast.Constant) and node.value is None:
            return "None"
        values = self.world.values.of(node, module)
        modes = {self.modes.get(id(value.node), "") for value in values}
        if len(modes) == 1 and "" not in modes:
            self.met |= {id(value.node) for value in values}
            return f'"{modes.pop()}"'
        match node:
            case ast.IfExp() if is_plain(node.test, module):
                yes, no = self.of(node.body, module), self.of(node.orelse, module)
                return f"{yes} if {module.text(node.test)} else {no}"
            case ast.BoolOp(op=ast.Or()):
                return " or ".join(self.of(part, module) for part in node.values)
            case ast.Name():
                return self._name(node, module)
            case ast.Attribute(value=ast.Name(id="self")):
                return self._attribute(node, module)
            case ast.Subscript(slice=ast.Constant(value="model")) if is_plain(node.value, module):
                return self._row(node, module)
            case ast.Subscript(value=ast.Name() as held) if is_plain(node.slice, module):
                return f"{self._table(held, module)}[{module.text(node.slice)}]"
            case ast.Call(func=ast.Attribute(value=ast.Name() as held, attr="get")):
                return self._got(node, held, module)
        raise _Unclear

    def _name(self, node: ast.Name, module: Module) -> str:
        scope, bindings = module.lookup(node.id, node)
        only = bindings[0] if len(bindings) == 1 else None
        value = only.value if only is not None and only.kind == "assign" else None
        settled = isinstance(value, ast.IfExp) and _is_settled(value.test, module)
        if settled and value is not None and scope is module.scope(node):
            return self.of(value, module)
        key = (id(scope), node.id)
        if key not in self._known:
            self._known[key] = name = unused(module)
            for binding in bindings:
                self._bound(binding, name, module)
        return self._known[key]

    def _bound(self, binding: Binding, name: str, module: Module) -> None:
        """The twin of one way in which a name gets its value."""
        if binding.kind == "param" and isinstance(binding.node, ast.arg):
            self._parameter(binding.node, binding.value, name, module)
        elif binding.kind == "assign" and binding.value is not None:
            self._keep(binding.node, binding.value, name, module)
        else:
            raise _Unclear

    def _keep(self, node: ast.AST | None, value: ast.AST, name: str, module: Module) -> None:
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        plain = isinstance(node, (ast.Assign, ast.AnnAssign)) and len(targets) == 1
        if node is None or not plain or targets[0] is None:
            raise _Unclear
        self._add(statement(module, node, f"{name} = {self.of(value, module)}"))

    def _attribute(self, node: ast.Attribute, module: Module) -> str:
        owner = module.owner(node)
        key = (id(owner), node.attr)
        if key not in self._known:
            self._known[key] = name = f"self.{unused(module)}"
            kept = list(stores(owner, node.attr, module)) if owner is not None else []
            if kept and (owner, node.attr) in module.bindings:
                raise _Unclear
            if owner is None or (kept and any(last_name(b) not in _ROOTS for b in owner.bases)):
                raise _Unclear
            for target, value in kept:
                self._keep(module.parents[target], value, name, module)
            if not kept:
                self._declared(node, name.removeprefix("self."), module)
        return self._known[key]

    def _declared(self, node: ast.Attribute, name: str, module: Module) -> None:
        """The twins of ``model = ...`` in the body of a class and of its heirs."""
        for value in self.world.values.of(node, module):
            at, home = value.module.parents.get(value.node), value.module
            named = isinstance(at, ast.Assign) and [last_name(t) for t in at.targets] == [node.attr]
            inside = at is not None and isinstance(home.parents.get(at), ast.ClassDef)
            if not named or not inside or unused(home, name) != name:
                raise _Unclear
            self._keep(at, value.node, name, home)

    def _parameter(self, arg: ast.arg, default: ast.expr | None, name: str, module: Module) -> None:
        function = module.function(arg)
        if not isinstance(function, FUNCTIONS) or not _is_free(function):
            raise _Unclear
        usual = self.of(default, module) if default is not None else '"enabled"'
        twin = parameter(module, function, arg, name, usual)
        calls = self._calls(function, module)
        if default is None and not calls:
            raise _Unclear
        self._add(twin)
        for call, caller in calls:
            self._passed(call, caller, arg.arg, function, (name, usual))

    def _passed(
        self, call: ast.Call, caller: Module, name: str, function: Function, twin: tuple[str, str]
    ) -> None:
        """What *call* passes for the parameter *name*, said once more for its *twin*."""
        starred = any(isinstance(arg, ast.Starred) for arg in call.args)
        if starred or any(keyword.arg is None for keyword in call.keywords):
            raise _Unclear
        given = argument(call, name, function)
        code = self.of(given, caller) if given is not None else twin[1]
        if code != twin[1]:
            self.twins.append(passed(caller, call, twin[0], code))

    def _calls(self, function: Function, module: Module) -> list[tuple[ast.Call, Module]]:
        """The calls of *function*, not those of others that bear its name. Raises _Unclear."""
        owner = module.owner(function) if getattr(function, "name", "") == "__init__" else None
        name = getattr(owner or function, "name", "")
        calls = list(self.world.values.callers(function, module))
        if self.world.modules.definitions(name) <= 1:
            return calls
        found = []
        for call, caller in calls:
            called = {value.node for value in self.world.values.of(call.func, caller)}
            if called <= {function, owner}:
                found.append((call, caller))
            elif called & {function, owner} or not all(isinstance(n, _DEFINED) for n in called):
                raise _Unclear
        return found

    def _table(self, held: ast.Name, module: Module) -> str:
        """The name of the twin of the table *held*, which stands at the top of the same module."""
        scope, bindings = module.lookup(held.id, held)
        table = bindings[0].value if len(bindings) == 1 else None
        if scope is not module.tree or not isinstance(table, ast.Dict):
            raise _Unclear
        pairs = list(zip(table.keys, table.values, strict=True))
        if not all(isinstance(key, ast.Constant) for key, _ in pairs):
            raise _Unclear
        rows = [(module.text(key), self.of(row, module)) for key, row in pairs if key is not None]
        name = unused(module, f"{held.id}_THINKING" if held.id.isupper() else f"{held.id}_thinking")
        self._add(entry_table(module, bindings[0].node, name, rows))
        return name

    def _row(self, node: ast.Subscript, module: Module) -> str:
        """``ROW["model"]``: each of the rows says it, too."""
        rows = self.world.values.of(node.value, module)
        for row in rows:
            table, home = row.node, row.module
            if not isinstance(table, ast.Dict) or self._is_unpacked(table):
                raise _Unclear
            keys = [key.value for key in table.keys if isinstance(key, ast.Constant)]
            if len(keys) < len(table.keys) or "model" not in keys or "thinking" in keys:
                raise _Unclear
            value = table.values[keys.index("model")]
            self.twins.append(entry(home, table, value, "thinking", self.of(value, home)))
        return f'{module.text(node.value)}["thinking"]'

    def _is_unpacked(self, table: ast.Dict) -> bool:
        """Whether *table* becomes the arguments of a call, which may not take one more."""
        return any(
            value.node is table
            for module in self.world.core
            for calls in module.calls.values()
            for call in calls
            for keyword in call.keywords
            if keyword.arg is None
            for value in self.world.values.of(keyword.value, module)
        )

    def _add(self, twin: Twin | None) -> None:
        if twin is None:
            raise _Unclear
        self.twins.append(twin)

    def _got(self, call: ast.Call, held: ast.Name, module: Module) -> str:
        """``TABLE.get(key, default)``."""
        if call.keywords or len(call.args) != 2 or not is_plain(call.args[0], module):
            raise _Unclear
        key, default = call.args
        return f"{self._table(held, module)}.get({module.text(key)}, {self.of(default, module)})"


def _is_free(function: Function) -> bool:
    """Whether what *function* is called with is decided by its calls alone."""
    if isinstance(function, ast.Lambda):
        return False
    kept = (getattr(d, "func", d) for d in function.decorator_list)
    return all(last_name(decorator) in _KEEPING for decorator in kept)


def is_plain(test: ast.expr, module: Module) -> bool:
    """Whether *test* answers the same when it is asked again, at once."""
    return "\n" not in module.text(test) and all(isinstance(n, _PLAIN) for n in ast.walk(test))


def _is_settled(test: ast.expr, module: Module) -> bool:
    """Whether the names in *test* are bound once, and nothing is asked of objects that change."""
    names = [node for node in ast.walk(test) if isinstance(node, ast.Name)]
    kept = all(len(module.lookup(name.id, name)[1]) == 1 for name in names)
    return kept and not any(isinstance(n, (ast.Attribute, ast.Subscript)) for n in ast.walk(test))
