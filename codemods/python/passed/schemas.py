"""A schema beside ``"type": "json_object"``, as Together and Fireworks take it.

OpenAI's format has a type of its own for that.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.python.calls.conversation import display_of, entries_of
from codemods.python.passed.hits import plain

if TYPE_CHECKING:
    from codemods.python.flow.arguments import Argument
    from codemods.python.passed.moved import MovedCall
    from codemods.python.syntax.module import Module

_CLASS = re.compile(r"(?:\w+\.)*(\w+)\.(?:model_json_schema|schema)\(")
_NAME = "answer"


@dataclass(frozen=True)
class SchemaBeside:
    """The *entry* of a format, or the whole *format*, that the target takes otherwise."""

    module: Module
    format: ast.expr
    entry: ast.expr
    reason: str
    new: str
    """The format as the target takes it, `""` where it takes no schema."""


def schema_beside(call: MovedCall, argument: Argument) -> SchemaBeside | None:
    """What becomes of the schema in the format *argument* of *call*; None without one."""
    if argument.name != "response_format" or not (call.plain and call.fresh):
        return None
    here = display_of(argument), argument.module
    table, module = next((v for v in call.values(argument) if isinstance(v[0], ast.Dict)), here)
    entries = entries_of(table)
    if (
        not isinstance(table, ast.expr)
        or entries.keys() != {"type", "schema"}
        or plain(entries["type"]) != "json_object"
    ):
        return None
    source = call.card.provenance_of("json_schema").source
    if call.card.capabilities.get("json_schema") is not True:
        told = f"{call.provider.title} takes no schema ({source}): say in the prompt what is wanted"
        return SchemaBeside(module, table, entries["schema"], told, "")
    name = getattr(argument.value, "id", "")
    alone = table is argument.value or (table is here[0] and len(module.loads[name]) == 1)
    code = module.text(entries["schema"])
    told = f"{call.provider.title} takes a schema as json_schema, with a name ({source})"
    if not alone or "\n" in code:
        return SchemaBeside(module, table, entries["schema"], told, "")
    found = _CLASS.match(code)
    quote = "'" if module.text(entries["type"]).startswith("'") else '"'
    name = f"{quote}{found[1] if found else _NAME}{quote}"
    inner = f"{{{quote}name{quote}: {name}, {quote}schema{quote}: {code}}}"
    kind = f"{quote}json_schema{quote}"
    new = f"{{{quote}type{quote}: {kind}, {kind}: {inner}}}"
    return SchemaBeside(module, table, entries["schema"], told, new)
