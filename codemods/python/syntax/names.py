"""Names in Python: how they are bound, how they are spelled."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
SCOPES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TOO_DEEP = "..."


class Binding(NamedTuple):
    """One way a name gets its value: *value* is None where the value is not an expression.

    A named tuple, as many are made: a frozen dataclass takes four times as long.
    """

    kind: str
    """``assign``, ``param``, ``import``, ``def``, ``class``, ``loop``, ``other``."""
    node: ast.AST
    value: ast.expr | None = None
    dotted: str = ""
    """Imports: what the name stands for (``openai.OpenAI``); relative ones keep their dots."""


def parameters(node: Function) -> list[tuple[ast.arg, ast.expr | None]]:
    """The named parameters of *node*, each with its default."""
    return pairs_of(node.args)


def pairs_of(given: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    """The named parameters in *given*, each with its default."""
    args = [*given.posonlyargs, *given.args]
    missing: list[ast.expr | None] = [None] * (len(args) - len(given.defaults))
    pairs = list(zip(args, [*missing, *given.defaults], strict=True))
    return [*pairs, *zip(given.kwonlyargs, given.kw_defaults, strict=True)]


def last_name(node: ast.AST) -> str:
    """``c`` of ``a.b.c`` or ``f().c``, `""` for other expressions."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def item(node: ast.Subscript | ast.Call) -> tuple[str, ast.expr]:
    """The key that ``owner["key"]`` or ``owner.get("key")`` looks up, `""` for others, and the
    owner."""
    match node:
        case ast.Subscript(value=owner, slice=ast.Constant(value=str(key))):
            return key, owner
        case ast.Call(
            func=ast.Attribute(value=owner, attr="get"), args=[ast.Constant(value=str(key)), *_]
        ):
            return key, owner
    return "", node


def last_part(dotted: str) -> str:
    """``c`` of ``a.b.c``."""
    return dotted.rpartition(".")[2]


def dotted_name(node: ast.AST) -> str:
    """``a.b.c`` of a chain of attributes on a name, else `""`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def code_of(node: ast.AST) -> str:
    """*node* as Python code on one line; `"..."` for what is nested too deeply to be spelled."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return _TOO_DEEP


def alike(one: ast.AST, other: ast.AST) -> bool:
    """Whether both are spelled alike, however they are laid out."""
    text = code_of(one)
    return text != _TOO_DEEP and text == code_of(other)


def is_property(node: ast.AST) -> bool:
    """Whether *node* is a method that is read like a field: ``@property``, ``@cached_property``."""
    marks = getattr(node, "decorator_list", ()) if isinstance(node, FUNCTIONS) else ()
    return any(last_name(mark).endswith("property") for mark in marks)


def bound(function: ast.AST) -> frozenset[str]:
    """The names that *function*, or code in it, gives a value."""
    return frozenset(name for node in ast.walk(function) for name in _given(node))


def _given(node: ast.AST) -> Sequence[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return (name,)
        case ast.alias(name=name, asname=other):
            return (other or name.partition(".")[0],)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.ExceptHandler(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return (name,)
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return (name,)
    return ()
