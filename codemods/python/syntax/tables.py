"""What stands where in a module: tables that one walk over its tree fills."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any

from codemods.python.syntax.deep import scope_around
from codemods.python.syntax.handed import KEEPING, factories, handed
from codemods.python.syntax.names import FUNCTIONS, SCOPES, Binding, Function, last_name, parameters
from codemods.python.syntax.slim import KINDS, Around, both, slimmed

SCOPE_KINDS = both(SCOPES)
FUNCTION_KINDS = both(FUNCTIONS)
"""The classes of nodes that are scopes or functions, as the parser makes them and slim."""


class Tables:
    """The tables of *tree*, by node and by name."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.parents = Around()
        self.bindings: dict[tuple[ast.AST, str], list[Binding]] = defaultdict(list)
        self.loads: dict[str, list[ast.Name]] = defaultdict(list)
        self.attributes: dict[str, list[ast.Attribute]] = defaultdict(list)
        self.stores: dict[str, list[tuple[ast.Attribute, ast.expr]]] = defaultdict(list)
        self.calls: dict[str, list[ast.Call]] = defaultdict(list)
        """By the last name of what is called; also calls that are handed to others to make."""
        self.handed: dict[ast.Call, ast.Call] = {}
        """The calls among them that stand for what others make, and what has them made."""
        self.made: dict[ast.AST, ast.Call] = {}
        """By what gives it when it is called: the call that is then made."""
        self.items: dict[str, list[tuple[ast.Subscript, ast.expr]]] = defaultdict(list)
        self.merges: dict[str, list[ast.AugAssign]] = defaultdict(list)
        """By the name of a dictionary: ``name |= {...}``."""
        self._members: dict[tuple[ast.expr, str], ast.Attribute] = {}
        self.results: dict[ast.AST, list[ast.expr]] = defaultdict(list)
        """By function: what it returns or yields."""
        self.strings: list[ast.Constant] = []
        self.displays: list[ast.Dict] = []
        self.membership: list[ast.Compare] = []
        """Tests of ``x in y`` and ``x not in y``."""
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self._imported: set[str] = set()
        self._scopes: dict[ast.AST, ast.AST | None] = {}
        self.globals: set[tuple[ast.AST, str]] = set()
        self._walk([tree])
        self._hide()

    def up(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around *node*, innermost first."""
        found: ast.AST | None = getattr(node, "around", None)
        while found is not None:
            yield found
            found = getattr(found, "around", None)

    def member(self, node: ast.expr, name: str) -> ast.Attribute:
        """``node.name``, as if it stood where *node* does."""
        if (node, name) not in self._members:
            found = ast.copy_location(ast.Attribute(node, name, ast.Load()), node)
            self.parents[found] = self.parents.get(node, self.tree)
            self._members[node, name] = found
        return self._members[node, name]

    def innermost(self, kinds: Container[type], node: ast.AST) -> Any:
        """The innermost node of one of *kinds* around *node*, or None."""
        found: ast.AST | None = getattr(node, "around", None)
        while found is not None and type(found) not in kinds:
            found = getattr(found, "around", None)
        return found

    def scope(self, node: ast.AST) -> ast.AST:
        """The innermost module, class, function or lambda around *node*."""
        return scope_around(node, SCOPE_KINDS, self._scopes) or self.tree

    def bind(self, name: str, at: ast.AST, binding: Binding) -> None:
        """Note that *name* gets a value in the scope of *at*."""
        scope = self.scope(at)
        scope = self.tree if (scope, name) in self.globals else scope
        self.bindings[scope, name].append(binding)

    def bring(self, name: str, at: ast.AST, alias: ast.alias, dotted: str) -> None:
        """Note that *name* is imported in the scope of *at*, and stands for *dotted*."""
        self._imported.add(dotted)
        self.bind(name, at, Binding("import", alias, dotted=dotted))

    def _hide(self) -> None:
        """Drop imports at the top that one of something else by that name hides before any use."""
        for (scope, name), bindings in self.bindings.items():
            if scope is not self.tree or len(bindings) < 2:
                continue
            lines = [self.parents[b.node] for b in bindings if b.kind == "import"]
            if len(lines) == len(bindings) and all(self.parents[x] is self.tree for x in lines):
                first, last = lines[0].lineno, lines[-1].lineno  # type: ignore[attr-defined]
                loads = (n for n in self.loads.get(name, ()) if first < n.lineno < last)
                if not any(self.scope(node) is self.tree for node in loads):
                    bindings[:] = [b for b in bindings if b.dotted == bindings[-1].dotted]

    def _walk(self, nodes: Sequence[ast.AST]) -> None:
        """Note all that *nodes* hold, once it is slim."""
        for node in list(slimmed(nodes)):  # all of it: what is noted lies also deeper
            self._visit(node)

    def _walk_inside(self, node: ast.AST) -> None:
        """Note all that stands in *node*, whose own name is noted."""
        _, *inside = slimmed([node])
        if isinstance(node, FUNCTIONS):
            _params(self, node)
        for inner in inside:
            self._visit(inner)

    def _visit(self, node: ast.AST) -> None:
        visit = _VISITS.get(type(node))
        if visit:
            visit(self, node)


def _assign(tables: Tables, node: ast.Assign) -> None:
    for target in node.targets:
        _store(tables, target, node.value, node)


def _annassign(tables: Tables, node: ast.AnnAssign | ast.NamedExpr) -> None:
    _store(tables, node.target, node.value, node)


def _store(tables: Tables, target: ast.expr, value: ast.expr | None, node: ast.AST) -> None:
    if isinstance(target, ast.Name):
        tables.bind(target.id, node, Binding("assign", node, value))
    elif isinstance(target, ast.Attribute) and value is not None:
        tables.stores[target.attr].append((target, value))
    elif isinstance(target, ast.Subscript) and value is not None:
        tables.items[last_name(target.value)].append((target, value))
    elif isinstance(target, (ast.Tuple, ast.List)):
        starred = any(
            isinstance(n, ast.Starred) for n in (*target.elts, *getattr(value, "elts", ()))
        )
        for index, part in enumerate(target.elts):
            _store(tables, part, None if starred else _element(value, index), node)


def _merge(tables: Tables, node: ast.AugAssign) -> None:
    if isinstance(node.op, ast.BitOr):
        tables.merges[last_name(node.target)].append(node)


def _element(value: ast.expr | None, index: int) -> ast.expr | None:
    """``f()[1]`` for the second name of ``a, b = f()``, ``y if c else z`` for that of
    ``a, b = (x, y) if c else (w, z)``."""
    found: ast.expr
    if isinstance(value, (ast.Tuple, ast.List)):
        return value.elts[index] if index < len(value.elts) else None
    if isinstance(value, ast.IfExp):
        yes, no = _element(value.body, index), _element(value.orelse, index)
        if yes is None or no is None:
            return None
        found = ast.IfExp(value.test, yes, no)
    elif isinstance(value, (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.Await)):
        found = ast.Subscript(value, ast.Constant(index), ast.Load())
    else:
        return None
    return ast.fix_missing_locations(ast.copy_location(found, value))


def _import(tables: Tables, node: ast.Import) -> None:
    tables.imports.append(node)
    for alias in node.names:
        dotted = alias.name if alias.asname else alias.name.partition(".")[0]
        name = alias.asname or dotted
        tables.bring(name, node, alias, dotted)


def _import_from(tables: Tables, node: ast.ImportFrom) -> None:
    tables.imports.append(node)
    base = "." * node.level + (node.module or "")
    for alias in node.names:
        dotted = f"{base}{alias.name}" if base.endswith(".") else f"{base}.{alias.name}"
        tables.bring(alias.asname or alias.name, node, alias, dotted)


def _function(tables: Tables, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    tables.bind(node.name, node, Binding("def", node))
    _params(tables, node)


def _params(tables: Tables, node: Function) -> None:
    for arg, default in parameters(node):
        tables.bindings[node, arg.arg].append(Binding("param", arg, default))
    for extra in (node.args.vararg, node.args.kwarg):
        if extra:
            tables.bindings[node, extra.arg].append(Binding("other", extra))


def _lambda(tables: Tables, node: ast.Lambda) -> None:
    tables.results[node].append(node.body)
    _params(tables, node)


def _result(tables: Tables, node: ast.Return | ast.Yield) -> None:
    function = tables.innermost(FUNCTION_KINDS, node)
    if function is not None and node.value is not None:
        tables.results[function].append(node.value)


def _class(tables: Tables, node: ast.ClassDef) -> None:
    tables.bind(node.name, node, Binding("class", node))


def _loop(tables: Tables, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
    for target in ast.walk(node.target):
        if isinstance(target, ast.Name):
            tables.bind(target.id, node, Binding("loop", target, node.iter))


def _with(tables: Tables, node: ast.withitem) -> None:
    if isinstance(node.optional_vars, ast.Name):
        found = Binding("assign", node.optional_vars, node.context_expr)
        tables.bind(node.optional_vars.id, node, found)


def _global(tables: Tables, node: ast.Global) -> None:
    tables.globals |= {(tables.scope(node), name) for name in node.names}


def _name(tables: Tables, node: ast.Name) -> None:
    if isinstance(node.ctx, ast.Load):
        tables.loads[node.id].append(node)


def _attribute(tables: Tables, node: ast.Attribute) -> None:
    if isinstance(node.ctx, ast.Load):
        tables.attributes[node.attr].append(node)


def _constant(tables: Tables, node: ast.Constant) -> None:
    if isinstance(node.value, str):
        tables.strings.append(node)


def _display(tables: Tables, node: ast.Dict) -> None:
    tables.displays.append(node)


def _compare(tables: Tables, node: ast.Compare) -> None:
    if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        tables.membership.append(node)


def _call(tables: Tables, node: ast.Call) -> None:
    tables.calls[last_name(node.func)].append(node)
    for made in handed(node):
        _hand(tables, node, made)
        if last_name(node.func) in KEEPING:
            tables.made[node] = made
    for factory, made in factories(node):
        _hand(tables, node, made)
        tables.made[factory] = made
    match node:
        case ast.Call(func=ast.Name("setattr"), args=[owner, ast.Constant(str(name)), value]):
            target = ast.copy_location(ast.Attribute(owner, name, ast.Store()), node)
            tables.parents[target] = node
            tables.stores[name].append((target, value))


def _hand(tables: Tables, call: ast.Call, made: ast.Call) -> None:
    """Note that *call* has somebody make *made*, whose last name is looked for like any other's."""
    tables.parents[made] = tables.parents[call]
    tables.calls[last_name(made.func)].append(made)
    tables.handed[made] = call


_VISITS: dict[type[ast.AST], Callable[..., None]] = {
    KINDS[ast.Assign]: _assign,
    KINDS[ast.AnnAssign]: _annassign,
    KINDS[ast.AugAssign]: _merge,
    KINDS[ast.NamedExpr]: _annassign,
    KINDS[ast.Import]: _import,
    KINDS[ast.ImportFrom]: _import_from,
    KINDS[ast.FunctionDef]: _function,
    KINDS[ast.AsyncFunctionDef]: _function,
    KINDS[ast.Lambda]: _lambda,
    KINDS[ast.Return]: _result,
    KINDS[ast.Yield]: _result,
    KINDS[ast.ClassDef]: _class,
    KINDS[ast.For]: _loop,
    KINDS[ast.AsyncFor]: _loop,
    KINDS[ast.comprehension]: _loop,
    KINDS[ast.withitem]: _with,
    KINDS[ast.Global]: _global,
    KINDS[ast.Name]: _name,
    KINDS[ast.Attribute]: _attribute,
    KINDS[ast.Constant]: _constant,
    KINDS[ast.Dict]: _display,
    KINDS[ast.Call]: _call,
    KINDS[ast.Compare]: _compare,
}
