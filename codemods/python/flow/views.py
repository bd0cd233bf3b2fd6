"""Mappings that show an object by name: ``vars(args)``, ``asdict(config)``, ``o.model_dump()``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.flow.building import built
from codemods.python.flow.facts import listed
from codemods.python.flow.records import fields_of
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.flow.value import Of, Value
    from codemods.python.syntax.module import Module

_FUNCTIONS, _METHODS = listed("shows"), listed("shown_by")
_READS = listed("commands")
"""Functions that make an object of the class they are given, by what the command line says."""


def shown(value: Value) -> ast.expr | None:
    """The object whose attributes the mapping *value* has, if it is such a mapping."""
    match value.node:
        case ast.Attribute(value=whole, attr="__dict__") if value.kind == "unknown":
            return whole
        case ast.Call(func=func, args=[whole, *_]) if last_name(func) in _FUNCTIONS:
            return whole if value.kind == "object" else None
        case ast.Call(func=ast.Attribute(value=whole, attr=method)) if method in _METHODS:
            return whole if value.kind == "object" else None
    return None


def shown_fields(of: Of, value: Value) -> Iterator[tuple[ast.AnnAssign, ast.Attribute]]:
    """The fields of the record that *value* shows, each with what it is there."""
    whole = shown(value)
    if whole is None:
        return
    for held in of(whole, value.module):
        for owner in _classes(of, held):
            for field in fields_of(owner):
                yield field, value.module.member(whole, last_name(field.target))


def _classes(of: Of, value: Value) -> Iterator[ast.ClassDef]:
    if isinstance(value.node, ast.ClassDef):
        yield value.node
    elif value.kind == "object" and isinstance(value.node, ast.Call):
        callees = of(built(value.node), value.module)
        yield from (callee.node for callee in callees if isinstance(callee.node, ast.ClassDef))


def parsed_classes(of: Of, call: ast.Call, module: Module) -> Iterator[Value]:
    """The class whose object *call* reads from the command line: ``tyro.cli(Args)``."""
    name = module.qualified(call.func)
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    given = named.get("config_class") or next(iter(call.args), None)
    if name in _READS and given is not None:
        yield from (v for v in of(given, module) if isinstance(v.node, ast.ClassDef))


def parsed_at(of: Of, call: ast.AST, at: object, module: Module) -> Iterator[Value]:
    """The class of element *at* of ``HfArgumentParser((A, B)).parse_args_into_dataclasses()``."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if not call.func.attr.startswith("parse_") or not isinstance(at, int):
        return
    for parser in of(call.func.value, module):
        if isinstance(parser.node, ast.Call) and parser.text.endswith("HfArgumentParser"):
            given = next(iter(parser.node.args), None)
            several = given.elts if isinstance(given, (ast.Tuple, ast.List)) else [given]
            found = several[at] if 0 <= at < len(several) else None
            yield from of(found, parser.module) if found is not None else ()


def may_be(of: Of, key: ast.expr, wanted: set[str], module: Module) -> bool:
    """Whether *key* of a dictionary is one of the *wanted* texts, as far as that can be seen."""
    if isinstance(key, ast.Constant):
        return key.value in wanted
    found = of(key, module)
    return any(v.kind != "text" or v.text in wanted for v in found)
