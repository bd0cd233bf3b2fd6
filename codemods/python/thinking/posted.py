"""Where the body of a posted request takes one more entry."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.python.syntax.names import last_name
from codemods.rewriting.changes import Change, SetEntry, SetKeyword

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.syntax.module import Module


@dataclass(frozen=True)
class BodyEntry:
    """An entry of a body: what is changed *on* a node of *module*, and the *text* that comes."""

    module: Module
    on: ast.AST
    text: str
    change: Change


def several(sink: Sink, code: str) -> bool:
    """Whether *sink* posts one of several bodies with a model, each of which needs *code*: one that
    thinks does so by default."""
    model = sink.model
    rivals = [r for r in sink.given.rivals if model and r.name == model.name]
    bodies = {argument.holder for argument in (model, *rivals) if argument}
    return len(bodies) > 1 and code != '{"type": "enabled"}'


def entry(sink: Sink, key: str, code: str) -> BodyEntry | None:
    """The entry *key*: *code* beside the model of the raw request *sink*: in the dictionary or
    ``dict(...)`` that names the model, or in the only one that the request's function starts from.
    """
    holder = sink.model.holder if sink.model else None
    module = sink.model.module if sink.model else sink.module
    if isinstance(holder, ast.keyword):
        holder = module.parents.get(holder)
    if isinstance(holder, ast.Call) and last_name(holder.func) == "dict":
        return BodyEntry(module, holder, f"{key}={code}", SetKeyword(key, code))
    made = sink.given.dictionaries
    if not isinstance(holder, ast.Dict) and len(made) == 1:
        named = module.function(holder) if holder is not None else None
        holder, module = made[0]
        if module.function(holder) not in (sink.module.function(sink.call), named):
            return None
    if not isinstance(holder, ast.Dict):
        return None
    return BodyEntry(module, holder, f'"{key}": {code}', SetEntry(key, code))
