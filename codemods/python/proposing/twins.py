"""What is kept beside a model id to tell what the old id told: a variable, a parameter, a table."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.rewriting.changes import Change, SetEntry, SetKeyword

if TYPE_CHECKING:
    from codemods.finding import Edit
    from codemods.python.syntax.module import Module
    from codemods.python.syntax.names import Function

_NAMES = ("thinking", "thinking_mode", "thinking_type")
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)")
_COMMENTED = re.compile(r"[ \t]*,[ \t]*(?:#[^\r\n]*)?(?=[\r\n])")


@dataclass(frozen=True)
class Twin:
    """*new* is written at *at*, by an edit or by a change of the expression *on*."""

    module: Module
    at: ast.AST
    new: str
    edit: Edit | None = None
    on: ast.expr | None = None
    change: Change | None = None


def unused(module: Module, *wanted: str) -> str:
    """The first of *wanted*, or of the usual names, that *module* uses for nothing."""
    taken = {name for _, name in module.bindings}
    names = (*wanted, *_NAMES)
    free = (n for n in names if n not in taken | module.attributes.keys() | module.stores.keys())
    return next(free, f"{names[0]}_of_model")


def statement(module: Module, node: ast.AST, code: str) -> Twin | None:
    """*code* on a line after the statement *node*; None where another shares its line."""
    text, start, end = module.code.text, module.start(node), module.end(node)
    indent = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    rest = _REST.match(text, end)
    if indent.strip() or rest is None:
        return None
    edit = module.code.edit(rest.end(), rest.end(), f"{module.code.newline}{indent}{code}")
    at = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", node)
    return Twin(module, at, code, edit) if edit is not None else None


def entry_table(
    module: Module, node: ast.AST, name: str, rows: list[tuple[str, str]]
) -> Twin | None:
    """A table *name* of *rows* after the one that the statement *node* makes."""
    inner = ", ".join(f"{key}: {code}" for key, code in rows)
    return statement(module, node, f"{name} = {{{inner}}}") if "\n" not in inner else None


def entry(module: Module, table: ast.Dict, at: ast.AST, key: str, code: str) -> Twin:
    """The row *table* has *code* under *key*, too."""
    return Twin(module, at, f'"{key}": {code}', None, table, SetEntry(key, code))


def passed(module: Module, call: ast.Call, name: str, code: str) -> Twin:
    """*call* passes *code* for the parameter *name*, too."""
    return Twin(module, call.func, f"{name}={code}", None, call, SetKeyword(name, code))


def parameter(
    module: Module, function: Function, like: ast.arg, name: str, default: str
) -> Twin | None:
    """*function* takes *name*, too, behind what it takes by name; spelled *like* another one."""
    text = module.code.text
    last, end = _last(module, function.args)
    typed = like.annotation is not None and default != "None"
    code = f"{name}: str = {default}" if typed else f"{name}={default}"
    start = module.start(last)
    indent = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    between = ", " if indent.strip() else f",{module.code.newline}{indent}"
    edit = module.code.edit(end, end, f"{between}{code}")
    commented = _COMMENTED.match(text, end) if not indent.strip() else None
    if commented is not None:
        edit = module.code.edit(commented.end(), commented.end(), f"{between[1:]}{code},")
    return Twin(module, like, code, edit) if edit is not None else None


def _last(module: Module, args: ast.arguments) -> tuple[ast.arg, int]:
    """The last parameter that can be given by name (or `*args`), and where it ends."""
    plain = [*args.posonlyargs, *args.args]
    defaults: list[ast.expr | None] = [*args.defaults]
    if args.kwonlyargs:
        plain, defaults = args.kwonlyargs, args.kw_defaults
    elif args.vararg is not None:
        plain, defaults = [args.vararg], []
    default = defaults[-1] if defaults else None
    return plain[-1], module.end(default if default is not None else plain[-1])
