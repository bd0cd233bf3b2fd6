"""What code reads by the name of a variable: from the environment, or from what stands for it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.flow.facts import listed
from codemods.python.flow.value import Value
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.python.flow.value import Of
    from codemods.python.syntax.module import Module

_READS, _ENV = listed("variables"), listed("variable_readers")
_ASKS = {"get", "pop", "setdefault"}
_TYPED = {"str", "url", "list"}
_TELLS = {
    *("bool", "len", "print", "str", "repr", "any", "all", "write"),
    *("debug", "info", "warning", "error", "exception", "critical"),
}
"""Calls that test what they are given, or tell it."""
DEFAULTS = ("default", "default_var", "fallback")
"""The arguments that say what is meant where nothing is set: Airflow's, configparser's."""


def env_read(node: ast.AST, module: Module) -> ast.expr | None:
    """The expression for the name of the variable that *node* reads, None if it reads none."""
    if isinstance(node, ast.Subscript):
        at, where = node.slice, node.value
    elif isinstance(node, ast.Call) and node.args:
        at, where = node.args[0], node.func
    else:
        return None
    path = module.qualified(where)
    method = last_name(where)
    called = isinstance(node, ast.Call)
    asks = called and method in _ASKS
    environ = path.removesuffix(f".{method}") if asks else path * (not called)
    if environ.rpartition(".")[2] in ("environ", "secrets", "userdata") or path in _READS:
        return at
    literal = isinstance(at, ast.Constant) and isinstance(at.value, str) and at.value.isupper()
    nested = _in_secrets(where.value if called and isinstance(where, ast.Attribute) else where)
    return at if literal and (nested or (called and _reads(where, method))) else None


def _in_secrets(node: ast.expr) -> bool:
    """Whether *node* is a part of Streamlit's secrets: ``st.secrets["groq"]``."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
        if last_name(node) == "secrets":
            return True
    return False


def _reads(function: ast.expr, method: str) -> bool:
    """Whether *function* reads variables by its name: ``env("X")``, environs' ``env.str("X")``."""
    typed = isinstance(function, ast.Attribute) and method in _TYPED
    return (last_name(function.value) if typed else method) in _ENV  # type: ignore[attr-defined]


def env_name(node: ast.AST, module: Module) -> ast.Constant | None:
    """The literal variable name that *node* reads from the environment, or None."""
    at = env_read(node, module)
    return at if isinstance(at, ast.Constant) and isinstance(at.value, str) else None


def read_by(of: Of, node: ast.AST, name: ast.expr, module: Module) -> Iterator[Value]:
    """The variables that *node* reads; one whose *name* is a constant elsewhere stands there."""
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        yield Value("env", _prefix(node, module) + name.value, module, node)
        return
    for value in of(name, module):
        if value.kind == "text" and isinstance(value.node, ast.Constant):
            yield Value("env", value.text, value.module, value.node, value.last)


def named_in(value: Value) -> ast.Constant | None:
    """The literal that names the variable *value* is read from; None: a field's own name does."""
    node = value.node
    if isinstance(node, ast.Constant):
        return node
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice if node.slice.value == value.text else None
    return env_name(node, value.module)


def is_asked(name: ast.AST, module: Module) -> bool:
    """Whether the variable *name* is only asked for: looked for in the environment, or read there
    and handed to nothing but what tests or tells it."""
    read = module.parents.get(name)
    if isinstance(read, ast.Compare):
        return any(module.qualified(side) == "os.environ" for side in read.comparators)
    if read is None or env_name(read, module) is not name:
        return False
    return not any(_is_handed(node, module) for node in (read, *_called_so(read, module)))


def _called_so(read: ast.AST, module: Module) -> Iterator[ast.AST]:
    """Where the name is used that *read* is assigned to, in its function."""
    around = module.parents.get(read)
    for target in around.targets if isinstance(around, ast.Assign) else ():
        uses = module.loads.get(last_name(target), ()) if isinstance(target, ast.Name) else ()
        yield from (use for use in uses if module.function(use) is module.function(read))


def _is_handed(node: ast.AST, module: Module) -> bool:
    """Whether *node* is an argument of a call that may use it as a key."""
    around = module.parents.get(node)
    while isinstance(around, (ast.BoolOp, ast.keyword)):
        node, around = around, module.parents.get(around)
    handed = isinstance(around, ast.Call) and around.func is not node
    return handed and last_name(around.func) not in _TELLS


def _prefix(node: ast.AST, module: Module) -> str:
    """How the variables begin that *node* reads, by environs' ``with env.prefixed("LLM_"):``."""
    blocks = (around for around in module.up(node) if isinstance(around, ast.With))
    calls = (item.context_expr for block in blocks for item in reversed(block.items))
    named = (c.args for c in calls if isinstance(c, ast.Call) and last_name(c.func) == "prefixed")
    words = [str(given[0].value) for given in named if given and isinstance(given[0], ast.Constant)]
    return "".join(reversed(words))
