"""AutoGen's dictionaries of model, address and key: each is read as the call that it stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.syntax.module import Module

_LISTS, _ONE = "config_list", "llm_config"
NAME = "config_list entry"
"""What such a call calls: no name that code can have."""


def entries(module: Module) -> list[ast.Call]:
    """A call for each entry of a ``config_list``, and for each ``llm_config`` that is one itself;
    it stands where the dictionary stands."""
    if _LISTS not in module.code.text and _ONE not in module.code.text:
        return []
    tables = [node for node in module.parents if isinstance(node, ast.Dict)]
    return [call for table in tables if _is_entry(table, module) for call in _call(table, module)]


def _is_entry(table: ast.Dict, module: Module) -> bool:
    around = module.parents.get(table)
    if isinstance(around, ast.List):
        return any(_LISTS in name for name in _names(around, module))
    return any(_ONE in name for name in _names(table, module))


def _names(node: ast.AST, module: Module) -> Iterator[str]:
    """What the list or dictionary *node* is called where it stands."""
    holder = module.parents.get(node)
    if isinstance(holder, ast.Assign):
        yield from (last_name(target) for target in holder.targets)
    elif isinstance(holder, ast.AnnAssign):
        yield last_name(holder.target)
    elif isinstance(holder, ast.keyword):
        yield holder.arg or ""
    elif isinstance(holder, ast.Dict):
        for key, value in zip(holder.keys, holder.values, strict=True):
            if value is node and isinstance(key, ast.Constant):
                yield str(key.value)


def _call(table: ast.Dict, module: Module) -> Iterator[ast.Call]:
    """The call that *table* stands for; of OpenAI's protocol, and with all its keys in sight."""
    keys = [key for key in table.keys if isinstance(key, ast.Constant)]
    named = {str(key.value): key for key in keys}
    if len(keys) < len(table.keys) or "model" not in named or "api_type" in named:
        return
    func = ast.copy_location(ast.Name(NAME, ast.Load()), named["model"])
    keywords = [
        ast.copy_location(ast.keyword(str(key.value), value), key)
        for key, value in zip(keys, table.values, strict=True)
    ]
    for keyword in keywords:
        keyword.col_offset += 1  # behind the quote
    call = ast.copy_location(ast.Call(func, [], keywords), table)
    module.parents[call], module.parents[func] = module.parents[table], call
    yield call
