"""One piece of Python, parsed once, with tables to walk it in both directions."""

from __future__ import annotations

import ast
import warnings
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from codemods.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.project import Code

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Scope = ast.Module | ast.ClassDef | Function
SCOPES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Binding:
    """One way a name gets its value: *value* is None where the value is not an expression."""

    kind: str
    """``assign``, ``param``, ``import``, ``def``, ``class``, ``loop``, ``other``."""
    node: ast.AST
    value: ast.expr | None = None
    dotted: str = ""
    """Imports: what the name stands for (``openai.OpenAI``); relative ones keep their dots."""


class Module:
    """A parsed piece of Python called *path* (POSIX, relative) and *name* (dotted)."""

    def __init__(self, path: str, code: Code, tree: ast.Module) -> None:
        self.path = path
        self.code = code
        self.tree = tree
        self.parents: dict[ast.AST, ast.AST] = {}
        self.bindings: dict[tuple[ast.AST, str], list[Binding]] = defaultdict(list)
        self.loads: dict[str, list[ast.Name]] = defaultdict(list)
        self.attributes: dict[str, list[ast.Attribute]] = defaultdict(list)
        self.stores: dict[str, list[tuple[ast.Attribute, ast.expr]]] = defaultdict(list)
        self.calls: dict[str, list[ast.Call]] = defaultdict(list)
        self.items: dict[str, list[tuple[ast.Subscript, ast.expr]]] = defaultdict(list)
        self.strings: list[ast.Constant] = []
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.globals: set[tuple[ast.AST, str]] = set()
        self._walk()

    @classmethod
    def parse(cls, path: str, code: Code) -> Module:
        """Raises SyntaxError, ValueError (null bytes), RecursionError, MemoryError (nesting)."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are not our business
            return cls(path, code, ast.parse(code.text))

    @cached_property
    def _source(self) -> Source:
        return Source(self.path, b"", self.code.text, "utf-8")

    def start(self, node: ast.AST) -> int:
        """The offset of *node*'s first character."""
        return self._source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """The offset after *node*'s last character."""
        return self._source.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def text(self, node: ast.AST) -> str:
        """The source of *node*."""
        return self.code.text[self.start(node) : self.end(node)]

    def inside(self, node: ast.Constant) -> tuple[int, int]:
        """Where the value of the string *node* stands, without quotes if it stands there as is."""
        start, text = self.start(node), self.text(node)
        at = text.find(str(node.value))
        return (
            (start + at, start + at + len(str(node.value))) if at >= 0 else (start, self.end(node))
        )

    def line(self, node: ast.AST) -> int:
        """The 1-based line of *node* in its file."""
        return self.code.span(self.start(node), self.start(node)).line

    def where(self, node: ast.AST) -> str:
        """``path:line`` of *node*, for trails."""
        return f"{self.path}:{self.line(node)}"

    def up(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around *node*, innermost first."""
        while (found := self.parents.get(node)) is not None:
            yield found
            node = found

    def scope(self, node: ast.AST) -> ast.AST:
        """The innermost module, class, function or lambda around *node*."""
        return next((n for n in self.up(node) if isinstance(n, SCOPES)), self.tree)

    def function(self, node: ast.AST) -> Function | None:
        """The innermost function around *node*."""
        return next((n for n in self.up(node) if isinstance(n, FUNCTIONS)), None)

    def owner(self, node: ast.AST) -> ast.ClassDef | None:
        """The innermost class around *node*."""
        return next((n for n in self.up(node) if isinstance(n, ast.ClassDef)), None)

    def qualname(self, node: ast.AST) -> str:
        """The dotted name of the function or class around *node*, `""` at module level."""
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        return ".".join(reversed([n.name for n in self.up(node) if isinstance(n, kinds)]))

    def lookup(self, name: str, at: ast.AST) -> tuple[ast.AST, list[Binding]]:
        """The scope that binds *name* as seen from *at*, and how; an empty list: not bound here."""
        scope = self.scope(at)
        first = scope
        while True:
            if (scope, name) in self.globals:
                scope = self.tree
            visible = scope is first or not isinstance(scope, ast.ClassDef)
            if visible and (scope, name) in self.bindings:
                return scope, self.bindings[scope, name]
            if isinstance(scope, ast.Module):
                return scope, []
            scope = self.scope(scope)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The dotted names of everything that the module imports."""
        found = (b for bindings in self.bindings.values() for b in bindings if b.kind == "import")
        return frozenset(binding.dotted for binding in found)

    def qualified(self, node: ast.AST) -> str:
        """The dotted name of *node* with an imported first part spelled out, `""` for others."""
        path = dotted_name(node)
        root, dot, rest = path.partition(".")
        base = node
        while isinstance(base, ast.Attribute):
            base = base.value
        imported = [b for b in self.lookup(root, base)[1] if b.kind == "import"] if path else []
        return f"{imported[0].dotted}{dot}{rest}" if imported else path

    def _walk(self) -> None:
        stack: list[ast.AST] = [self.tree]
        parents = self.parents
        while stack:
            node = stack.pop()
            children = list(ast.iter_child_nodes(node))
            for child in children:
                parents[child] = node
            stack.extend(reversed(children))
            visit = _VISITS.get(type(node))
            if visit:
                visit(self, node)

    def bind(self, name: str, at: ast.AST, binding: Binding) -> None:
        """Note that *name* gets a value in the scope of *at*."""
        scope = self.scope(at)
        scope = self.tree if (scope, name) in self.globals else scope
        self.bindings[scope, name].append(binding)


def _assign(module: Module, node: ast.Assign) -> None:
    for target in node.targets:
        _store(module, target, node.value, node)


def _annassign(module: Module, node: ast.AnnAssign | ast.NamedExpr) -> None:
    _store(module, node.target, node.value, node)


def _store(module: Module, target: ast.expr, value: ast.expr | None, node: ast.AST) -> None:
    if isinstance(target, ast.Name):
        module.bind(target.id, node, Binding("assign", node, value))
    elif isinstance(target, ast.Attribute) and value is not None:
        module.stores[target.attr].append((target, value))
    elif isinstance(target, ast.Subscript) and value is not None:
        module.items[last_name(target.value)].append((target, value))
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        for index, part in enumerate(target.elts):
            element = value.elts[index] if same else None  # type: ignore[union-attr]
            _store(module, part, element, node)


def _import(module: Module, node: ast.Import) -> None:
    module.imports.append(node)
    for alias in node.names:
        dotted = alias.name if alias.asname else alias.name.partition(".")[0]
        name = alias.asname or dotted
        module.bind(name, node, Binding("import", alias, dotted=dotted))


def _import_from(module: Module, node: ast.ImportFrom) -> None:
    module.imports.append(node)
    base = "." * node.level + (node.module or "")
    for alias in node.names:
        dotted = f"{base}{alias.name}" if base.endswith(".") else f"{base}.{alias.name}"
        module.bind(alias.asname or alias.name, node, Binding("import", alias, dotted=dotted))


def _function(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    module.bind(node.name, node, Binding("def", node))
    _params(module, node)


def _params(module: Module, node: Function) -> None:
    for arg, default in parameters(node):
        module.bindings[node, arg.arg].append(Binding("param", arg, default))
    for extra in (node.args.vararg, node.args.kwarg):
        if extra:
            module.bindings[node, extra.arg].append(Binding("other", extra))


def _class(module: Module, node: ast.ClassDef) -> None:
    module.bind(node.name, node, Binding("class", node))


def _loop(module: Module, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
    for target in ast.walk(node.target):
        if isinstance(target, ast.Name):
            module.bind(target.id, node, Binding("loop", target, node.iter))


def _with(module: Module, node: ast.withitem) -> None:
    if isinstance(node.optional_vars, ast.Name):
        found = Binding("assign", node.optional_vars, node.context_expr)
        module.bind(node.optional_vars.id, node, found)


def _global(module: Module, node: ast.Global) -> None:
    module.globals |= {(module.scope(node), name) for name in node.names}


def _name(module: Module, node: ast.Name) -> None:
    if isinstance(node.ctx, ast.Load):
        module.loads[node.id].append(node)


def _attribute(module: Module, node: ast.Attribute) -> None:
    if isinstance(node.ctx, ast.Load):
        module.attributes[node.attr].append(node)


def _constant(module: Module, node: ast.Constant) -> None:
    if isinstance(node.value, str):
        module.strings.append(node)


def _call(module: Module, node: ast.Call) -> None:
    module.calls[last_name(node.func)].append(node)


def parameters(node: Function) -> list[tuple[ast.arg, ast.expr | None]]:
    """The named parameters of *node*, each with its default."""
    args = [*node.args.posonlyargs, *node.args.args]
    missing: list[ast.expr | None] = [None] * (len(args) - len(node.args.defaults))
    pairs = list(zip(args, [*missing, *node.args.defaults], strict=True))
    return [*pairs, *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]


def last_name(node: ast.AST) -> str:
    """``c`` of ``a.b.c`` or ``f().c``, `""` for other expressions."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted_name(node: ast.AST) -> str:
    """``a.b.c`` of a chain of attributes on a name, else `""`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


_VISITS: dict[type[ast.AST], Callable[..., None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annassign,
    ast.NamedExpr: _annassign,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.Lambda: _params,
    ast.ClassDef: _class,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _loop,
    ast.withitem: _with,
    ast.Global: _global,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Constant: _constant,
    ast.Call: _call,
}
