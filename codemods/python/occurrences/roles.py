"""What is a string there for? Read from the syntax around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from codemods.python.flow.expressions import env_name
from codemods.python.syntax.module import Module
from codemods.python.syntax.names import FUNCTIONS, last_name

RoleName = Literal[
    "argument", "entry", "constant", "field", "variable", "default", "returned",  # values
    "option", "choice", "type",  # one of several
    "comparison", "assertion", "negative", "key",  # names that are looked for
    "prose", "comment", "other",
]  # fmt: skip
VALUES = ("argument", "entry", "constant", "field", "variable", "default", "returned")
_PROSE = {
    "help",
    "description",
    "doc",
    "title",
    "label",
    "message",
    "msg",
    "text",
    "prompt",
}
_SAYS = {
    "print",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "critical",
    "log",
    "write",
    "echo",
}
_COLLECTIONS = ("set", "frozenset", "tuple", "list", "sorted")
_TESTS = {"startswith", "endswith", "removeprefix", "find", "index", "count", "match", "search"}


@dataclass(frozen=True, slots=True)
class Role:
    """What a string is for; *names* are what it is called by, from the inside out."""

    name: RoleName
    names: tuple[str, ...] = ()
    node: ast.AST | None = None
    """The node that gives the role: the keyword, dictionary, comparison, statement."""

    @property
    def is_value(self) -> bool:
        """Whether the string is used as a value, not looked for or told."""
        return self.name in VALUES


def role_of(module: Module, node: ast.Constant, whole: bool) -> Role:
    """The role of the string *node*; *whole*: the token is all of it."""
    if not whole:
        return Role("prose", node=node)
    names: list[str] = []
    element = False
    child: ast.AST = node
    for parent in module.up(node):
        role = _step(module, parent, child, names, element)
        if role is not None:
            if role in ("entry", "option", "choice", "default", "type"):
                names += _outer_names(module, parent)
            return Role(role, tuple(names), parent)
        element = element or isinstance(parent, (ast.List, ast.Tuple, ast.Set))
        child = parent
    return Role("other", tuple(names))


def _outer_names(module: Module, node: ast.AST) -> Iterator[str]:
    """What the container is called that a value of *node* stands in."""
    for around in module.up(node):
        if isinstance(around, ast.keyword):
            yield around.arg or ""
        elif isinstance(around, ast.Dict):
            continue
        elif isinstance(around, ast.Call):
            first = [a.value for a in around.args if isinstance(a, ast.Constant)]
            yield from (str(flag).lstrip("-").replace("-", "_") for flag in first)
        elif isinstance(around, (ast.Assign, ast.AnnAssign)):
            targets = around.targets if isinstance(around, ast.Assign) else [around.target]
            yield from (last_name(target) for target in targets)
            return
        elif isinstance(around, ast.arg):
            yield around.arg
            return
        elif isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield around.name
            return
        elif not isinstance(around, (ast.expr, ast.Return)):
            return


def _step(
    module: Module, parent: ast.AST, child: ast.AST, names: list[str], element: bool
) -> RoleName | None:
    """The role that *parent* gives, or None to look further out; notes names on the way."""
    match parent:
        case ast.Compare():
            return _compared(module, parent)
        case ast.MatchValue():
            return "comparison"
        case ast.Subscript() if parent.slice is child:
            return "type" if last_name(parent.value) == "Literal" else "key"
        case ast.Dict():
            return _in_dict(parent, child, names, element)
        case ast.keyword():
            return _keyword(parent, names, element)
        case ast.Call():
            return _call(module, parent, child, names, element)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
            return _assigned(module, parent, names, element)
        case ast.arguments():
            return _default(module, parent, child, names, element)
        case ast.Return() | ast.Yield():
            function = module.function(parent)
            names.append(getattr(function, "name", ""))
            return "option" if element else "returned"
        case ast.For() | ast.AsyncFor() | ast.comprehension():
            return "option" if element else "other"
        case ast.Expr() | ast.Raise() | ast.Assert():
            return "prose"
        case ast.IfExp() if parent.test is child:
            return "comparison"
        case ast.expr() | ast.withitem() | ast.Lambda():
            return None
    return "other"


def _compared(module: Module, parent: ast.Compare) -> RoleName:
    if any(isinstance(op, (ast.NotIn, ast.NotEq)) for op in parent.ops):
        inside = any(isinstance(n, ast.Assert) for n in module.up(parent))
        return "negative" if inside else "comparison"
    return (
        "assertion" if any(isinstance(n, ast.Assert) for n in module.up(parent)) else "comparison"
    )


def _in_dict(parent: ast.Dict, child: ast.AST, names: list[str], element: bool) -> RoleName:
    for key, value in zip(parent.keys, parent.values, strict=True):
        if key is child:
            return "key"
        if value is child and isinstance(key, ast.Constant):
            names.append(str(key.value))
        elif value is child and key is not None:
            names.append(last_name(key))
    return "option" if element else "entry"


def _keyword(parent: ast.keyword, names: list[str], element: bool) -> RoleName:
    names.append(parent.arg or "")
    if parent.arg in _PROSE:
        return "prose"
    if parent.arg in ("choices", "options", "values", "model_options"):
        return "choice" if element else "argument"
    if element:
        return "option"
    return "default" if parent.arg in ("default", "default_factory") else "argument"


def _call(
    module: Module, parent: ast.Call, child: ast.AST, names: list[str], element: bool
) -> RoleName | None:
    if parent.func is child:
        return None  # "x".strip()
    name = last_name(parent.func)
    looks_up = name in ("get", "pop", "setdefault") and isinstance(parent.func, ast.Attribute)
    passes = name in ("str", "cast", "Field", "field")
    if env_name(parent, module) is not None or looks_up or passes:
        first = parent.args[0] if parent.args else None
        if first is child and not passes:
            return "key"
        if isinstance(first, ast.Constant) and first is not child:
            names.append(str(first.value))
        if name == "setdefault":
            return "entry"
        return None  # the default of a lookup is a value of the lookup
    if name in _TESTS or isinstance(module.parents.get(parent), ast.Compare):
        return "comparison"
    if name in _SAYS or name.endswith(("Error", "Exception", "Warning")):
        return "prose"
    if name.startswith("assert"):
        return "assertion"
    if name in ("setenv", "setitem", "setattr") and len(parent.args) > 1:
        names += [
            str(a.value) for a in parent.args if isinstance(a, ast.Constant) and a is not child
        ]
    if isinstance(parent.func, ast.Name) and name in _COLLECTIONS:
        return None
    if element:
        return "option"
    names.append("")
    return "argument"


def _assigned(module: Module, parent: ast.AST, names: list[str], element: bool) -> RoleName:
    targets = getattr(parent, "targets", None) or [getattr(parent, "target", None)]
    for target in targets:
        if isinstance(target, ast.Subscript):
            key = target.slice
            names.append(str(key.value) if isinstance(key, ast.Constant) else last_name(key))
        names.append(last_name(target.value if isinstance(target, ast.Subscript) else target))
    if element:
        return "option"
    scope = module.scope(parent)
    if isinstance(scope, ast.ClassDef):
        return "field"
    return "variable" if isinstance(scope, FUNCTIONS) else "constant"


def _default(
    module: Module, parent: ast.arguments, child: ast.AST, names: list[str], element: bool
) -> RoleName:
    args = [*parent.posonlyargs, *parent.args]
    pairs = [*zip(args[len(args) - len(parent.defaults) :], parent.defaults, strict=True)]
    pairs += [(a, d) for a, d in zip(parent.kwonlyargs, parent.kw_defaults, strict=True) if d]
    names += [arg.arg for arg, default in pairs if default is child]
    return "option" if element else "default"
