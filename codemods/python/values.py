"""What may an expression be? Followed backwards through names, classes, modules and defaults."""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING

from codemods.python import expressions
from codemods.python.callers import imports
from codemods.python.module import Module
from codemods.python.modules import expression
from codemods.python.names import FUNCTIONS, Binding, dotted_name, last_name, parameters
from codemods.python.settings_class import variables
from codemods.python.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codemods.python.modules import Modules

_STEPS = 2_000
_DEPTH = 60
_MANY = 40


class Values:
    """Follows expressions backwards. Flow is ignored: all assignments of a name count."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self._memo: dict[tuple[int, int], tuple[Value, ...]] = {}
        self._busy: set[int] = set()
        self._steps = 0
        self._cuts = 0
        self._frames: list[dict[int, tuple[ast.expr, Module]]] = []
        """For each call that is being followed into its function: parameter -> argument."""

    def of(self, node: ast.AST, module: Module) -> tuple[Value, ...]:
        """Every value that *node* may have, each once; never empty.

        Circles and questions that take too many steps are cut: what lies beyond is unknown.
        """
        key = (id(module), id(node))
        if key in self._memo and not self._frames:
            return self._memo[key]
        if not self._busy:
            self._steps = 0
        self._steps += 1
        if id(node) in self._busy or self._steps > _STEPS or len(self._busy) > _DEPTH:
            self._cuts += 1
            return (Value("unknown", expression(module, node), module, node),)
        cuts = self._cuts
        self._busy.add(id(node))
        try:
            found = _distinct(self._of(node, module))
        finally:
            self._busy.discard(id(node))
        result = found or (Value("unknown", expression(module, node), module, node),)
        if not self._frames and (not self._busy or cuts == self._cuts):
            self._memo[key] = result
        return result

    def texts(self, node: ast.AST, module: Module) -> list[Value]:
        """The literal strings among the values of *node*."""
        return [v for v in self.of(node, module) if v.kind == "text"]

    def _of(self, node: ast.AST, module: Module) -> Iterator[Value]:
        match node:
            case ast.Constant(value=str()):
                yield Value("text", str(node.value), module, node)
            case ast.Constant(value=None):
                yield Value("none", "None", module, node)
            case ast.Name():
                yield from self._name(node, module)
            case ast.Attribute():
                yield from self._attribute(node, module)
            case ast.Call():
                yield from expressions.of_call(self.of, node, module, self.returned)
            case ast.BoolOp():
                yield from self._any(node.values, module)
            case ast.IfExp():
                yield from self._any((node.body, node.orelse), module)
            case ast.JoinedStr() | ast.BinOp():
                yield from expressions.of_joined(self.of, node, module)
            case ast.Subscript():
                yield from expressions.of_subscript(self.of, node, module)
            case ast.Await() | ast.Starred() | ast.NamedExpr():
                yield from self.of(node.value, module)

    def _any(self, nodes: Iterable[ast.AST], module: Module) -> Iterator[Value]:
        for node in nodes:
            yield from self.of(node, module)

    def _name(self, node: ast.Name, module: Module) -> Iterator[Value]:
        _, bindings = module.lookup(node.id, node)
        for binding in bindings:
            for value in self.bound(binding, module, node.id):
                named = binding.kind != "import"
                yield value.via(f"`{node.id}`", module, binding.node) if named else value

    def bound(self, binding: Binding, module: Module, name: str) -> Iterator[Value]:
        """The values a binding gives."""
        if binding.kind == "import":
            places = self.modules.locate(binding.dotted, module)
            for other, found in places:
                if found.kind == "import":
                    yield Value("class", found.dotted, other, found.node)
                else:
                    values = self.bound(found, other, name)
                    yield from (v.via(f"`{name}`", other, found.node) for v in values)
            if not places:
                yield Value("class", binding.dotted, module, binding.node)
        elif binding.kind in ("def", "class"):
            yield Value("class", name, module, binding.node)
        elif binding.kind == "param":
            yield from self._param(binding, module)
        elif binding.kind == "loop" and binding.value is not None:
            if isinstance(binding.value, (ast.List, ast.Tuple, ast.Set)):
                yield from self._any(binding.value.elts, module)
        elif binding.value is not None:
            yield from self.of(binding.value, module)

    def _param(self, binding: Binding, module: Module) -> Iterator[Value]:
        arg = binding.node
        if not isinstance(arg, ast.arg):
            return
        if binding.value is not None:
            yield from self.of(binding.value, module)
        function = module.function(arg)
        for depth in reversed(range(len(self._frames))):
            if id(arg) in self._frames[depth]:
                yield from self._passed(depth, arg)
                return
        given = list(self.callers(function, module)) if function is not None else []
        for call, caller in given:
            value = self.argument(call, arg.arg, function, caller)
            if value is not None:
                step = f"argument {arg.arg!r}"
                yield from (v.via(step, caller, call) for v in self.of(value, caller))
        if not given and binding.value is None:
            yield Value("param", arg.arg, module, arg)

    def _passed(self, depth: int, arg: ast.arg) -> list[Value]:
        """The values of the argument for *arg* in the call of frame *depth*."""
        node, module = self._frames[depth][id(arg)]
        inner, self._frames = self._frames, self._frames[:depth]
        try:
            return [
                value.via(f"argument {arg.arg!r}", module, node) for value in self.of(node, module)
            ]
        finally:
            self._frames = inner

    def returned(self, callee: Value, call: ast.Call, caller: Module) -> list[Value]:
        """What *call* gives: the results of *callee* with this call's own arguments."""
        function, module = callee.node, callee.module
        frame: dict[int, tuple[ast.expr, Module]] = {}
        for arg, _ in parameters(function) if isinstance(function, FUNCTIONS) else ():
            value = self.argument(call, arg.arg, function, caller)
            if value is not None:
                frame[id(arg)] = (value, caller)
        self._frames.append(frame)
        try:
            label = f"{getattr(function, 'name', 'lambda')}()"
            found = [
                (node, self.of(node, module)) for node in expressions.results(function, module)
            ]
        finally:
            self._frames.pop()
        return [value.via(label, module, node) for node, values in found for value in values]

    def callers(self, function: ast.AST, module: Module) -> Iterator[tuple[ast.Call, Module]]:
        """The calls of *function* (of its class, for ``__init__``) in the judged modules."""
        name = getattr(function, "name", "")
        owner = module.owner(function)
        if name == "__init__":
            name = owner.name if owner else ""
            yield from self._super_calls(name)
        found = self.modules.calls(name) if name else ()
        alone = self.modules.definitions(name) <= 1 and len(found) <= _MANY
        target = owner if getattr(function, "name", "") == "__init__" else function
        for call, caller in found:
            if alone or caller is module or imports(self.modules, call, caller, target):
                yield call, caller

    def _super_calls(self, name: str) -> Iterator[tuple[ast.Call, Module]]:
        """The ``super().__init__(...)`` of the classes that have *name* as a parent."""
        for call, module in self.modules.calls("__init__"):
            owner = module.owner(call)
            if owner is not None and any(last_name(base) == name for base in owner.bases):
                yield call, module

    def argument(
        self, call: ast.Call, name: str, function: ast.AST | None, caller: Module
    ) -> ast.expr | None:
        """What *call* passes for the parameter *name*, by keyword or by position."""
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
        if isinstance(function, FUNCTIONS):
            names = [arg.arg for arg, _ in parameters(function)]
            if names[:1] in (["self"], ["cls"]):
                names = names[1:]
            if name in names and names.index(name) < len(call.args):
                found = call.args[names.index(name)]
                return None if isinstance(found, ast.Starred) else found
        return None

    def _attribute(self, node: ast.Attribute, module: Module) -> Iterator[Value]:
        path = dotted_name(node)
        if path == "os.environ":
            return
        found = False
        for value in self.of(node.value, module):
            for inner in self._member(value, node.attr):
                found = True
                yield inner
        root = node.value
        if isinstance(root, ast.Name) and root.id in ("self", "cls"):
            owner = module.owner(node)
            if owner is not None:
                yield from self.field(owner, node.attr, module)
        elif node.attr == "value" and not found:
            yield from (v for v in self.of(node.value, module) if v.kind == "text")

    def _member(self, value: Value, name: str) -> Iterator[Value]:
        if value.kind == "object" and isinstance(value.node, ast.Call):
            if value.text.endswith("parse_args"):
                yield from self._option(name, value)
                return
            given = self.argument(value.node, name, None, value.module)
            if given is not None:
                yield from self.of(given, value.module)
                return
        place = self.definition(value)
        if place is not None:
            yield from self.field(place[1], name, place[0])
        elif value.kind == "class" and not isinstance(value.node, ast.ClassDef):
            binding = Binding("import", value.node, dotted=f"{value.text}.{name}")
            yield from self.bound(binding, value.module, name)

    def definition(self, value: Value) -> tuple[Module, ast.ClassDef] | None:
        """The class of the project that *value* is, or is an instance of."""
        if value.kind == "class" and isinstance(value.node, ast.ClassDef):
            return value.module, value.node
        if value.kind == "object" and isinstance(value.node, ast.Call):
            for callee in self.of(value.node.func, value.module):
                if callee.kind == "class" and isinstance(callee.node, ast.ClassDef):
                    return callee.module, callee.node
        return None

    def field(
        self, owner: ast.ClassDef, name: str, module: Module, depth: int = 0
    ) -> Iterator[Value]:
        """The values of attribute *name* of class *owner*, or of its parents."""
        found = False
        for binding in module.bindings.get((owner, name), ()):
            found = True
            step = f"`{owner.name}.{name}`"
            read = variables(self.of, owner, binding, module)
            for given in chain(read, self.bound(binding, module, name)):
                yield given.via(step, module, binding.node)
        for target, value in module.stores.get(name, ()):
            of_self = isinstance(target.value, ast.Name) and target.value.id in ("self", "cls")
            if of_self and module.owner(target) is owner:
                found = True
                yield from (v.via(f"`self.{name}`", module, target) for v in self.of(value, module))
        if not found and depth < 4:
            for base in owner.bases:
                for parent in self.of(base, module):
                    place = self.definition(parent)
                    if place is not None and place[1] is not owner:
                        yield from self.field(place[1], name, place[0], depth + 1)

    def _option(self, name: str, value: Value) -> Iterator[Value]:
        """The default of the command-line option whose value is ``args.NAME``."""
        for call in value.module.calls.get("add_argument", ()):
            flags = [a.value for a in call.args if isinstance(a, ast.Constant)]
            dest = [str(flag).lstrip("-").replace("-", "_") for flag in flags]
            named = [k.value for k in call.keywords if k.arg == "dest"]
            if name in dest or any(isinstance(n, ast.Constant) and n.value == name for n in named):
                default = self.argument(call, "default", None, value.module)
                if default is not None:
                    step = f"option --{name}"
                    yield from (
                        v.via(step, value.module, call) for v in self.of(default, value.module)
                    )


def _distinct(values: Iterator[Value]) -> tuple[Value, ...]:
    """Each value once, with the shortest way to it; at most a few dozen."""
    best: dict[tuple[str, str, int], Value] = {}
    for value in values:
        key = (value.kind, value.text, id(value.node))
        if key not in best or len(value.steps) < len(best[key].steps):
            best[key] = value
        if len(best) >= _MANY:
            break
    return tuple(best.values())
