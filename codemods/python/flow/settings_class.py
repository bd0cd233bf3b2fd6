"""Settings classes (pydantic's ``BaseSettings``): environment variables that fields are read from.

A field is read from the variable of its own name in any case, after the class's ``env_prefix``,
or from the aliases that it names (pydantic-settings, "Parsing environment variable values").
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.flow.value import Value
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.flow.value import Of
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.names import Binding

_BASE = "BaseSettings"
_ALIASES = ("env", "alias", "validation_alias")
_DEPTH = 4


def variables(of: Of, owner: ast.ClassDef, binding: Binding, module: Module) -> Iterator[Value]:
    """The variables that the field *binding* of class *owner* is read from, if it is settings."""
    field = binding.node
    if not isinstance(field, ast.AnnAssign) or not is_settings(of, owner, module):
        return
    aliases = list(_aliases(field))
    for alias in aliases:
        yield Value("env", str(alias.value), module, alias)
    if not aliases:
        name = f"{_prefix(owner)}{last_name(field.target)}"
        yield Value("env", name.upper(), module, field.target)


def is_settings(of: Of, owner: ast.ClassDef, module: Module, depth: int = 0) -> bool:
    """Whether *owner* is a settings class, by itself or through classes of the project."""
    for base in owner.bases if depth < _DEPTH else ():
        if last_name(base) == _BASE:
            return True
        for value in of(base, module):
            parent = value.node
            if isinstance(parent, ast.ClassDef) and parent is not owner:
                if is_settings(of, parent, value.module, depth + 1):
                    return True
            elif value.kind == "class" and value.text.endswith(f".{_BASE}"):
                return True
    return False


def _aliases(field: ast.AnnAssign) -> Iterator[ast.Constant]:
    """The names in ``Field(env=...)``, ``Field(validation_alias=AliasChoices(...))``."""
    if isinstance(field.value, ast.Call):
        for keyword in field.value.keywords:
            if keyword.arg in _ALIASES:
                for node in ast.walk(keyword.value):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node


def _prefix(owner: ast.ClassDef) -> str:
    """The ``env_prefix`` of ``model_config`` or of the inner class ``Config``, or `""`."""
    for statement in owner.body:
        for node in ast.walk(statement):
            said = isinstance(node, ast.keyword) and node.arg == "env_prefix"
            said = said or (
                isinstance(node, ast.Assign) and last_name(node.targets[0]) == "env_prefix"
            )
            value = getattr(node, "value", None) if said else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value
    return ""


def injected(of: Of, arg: ast.arg, module: Module) -> Iterator[Value]:
    """The settings class that the annotation of a parameter names: whoever fills it, its fields are
    read from the environment (``def answer(settings: Annotated[Settings, Depends(get)])``)."""
    named = arg.annotation
    if isinstance(named, ast.Subscript) and isinstance(named.slice, ast.Tuple):
        named = named.slice.elts[0] if last_name(named.value) == "Annotated" else named
    for value in of(named, module) if isinstance(named, (ast.Name, ast.Attribute)) else ():
        if isinstance(value.node, ast.ClassDef) and is_settings(of, value.node, value.module):
            yield value
