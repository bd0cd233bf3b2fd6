"""Imports of clients that move: the old library's go, and what the new construction needs comes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.calls.sinks import last_part
from codemods.python.judging.units import (
    Unit,
    first_import,
    import_line,
    import_of,
    is_bound,
    line_of,
    other_uses,
    spare_import,
)
from codemods.python.proposing.proposal import Proposal
from codemods.python.syntax.names import dotted_name
from codemods.writing.changes import AddImport, ReplaceText

if TYPE_CHECKING:
    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module


def imports(reading: Reading, moved: set[int]) -> Iterator[Proposal]:
    """Imports of the old library, and what else the new construction needs."""
    asked: set[tuple[str, str]] = set()
    for unit in reading.units:
        module, called = unit.client.module, dotted_name(unit.client.call.func)
        for dotted in unit.needed:
            gives_way = called if dotted == unit.new_class else ""
            needed = gives_way or not is_bound(module, dotted)
            if needed and (module.path, gives_way or dotted) not in asked:
                asked.add((module.path, gives_way or dotted))
                yield from _import(reading, unit, gives_way, import_line(dotted), moved)


def _import(
    reading: Reading, unit: Unit, name: str, code: str, moved: set[int]
) -> Iterator[Proposal]:
    module = unit.client.module
    group = reading.group_of(unit.client)
    found = import_of(module, name)
    if found is not None and is_bound(module, unit.new_class):
        spare = _spare(found[0], module, name, moved)
        if spare is not None:
            edit = module.code.edit(*spare, "")
            yield Proposal(
                "client", module, module.start(found[0]), module.end(found[0]), "", "rewrite",
                f"{name} gives way to {last_part(unit.new_class)}, which is imported already",
                unit.client.host.provider, group, edits=(edit,) if edit else (),
            )  # fmt: skip
            return
    whole = _replaced(reading, found[0], module, moved) if found is not None else ""
    node: ast.AST | None = found[0] if found is not None and whole else None
    code = whole or code
    if node is None and name:
        node = spare_import(reading.units, module, name.partition(".")[0])
    if node is not None:
        reason = f"{name} gives way to {last_part(unit.new_class)}"
        change = ReplaceText("", "", code)
        yield Proposal(
            "client", module, module.start(node), module.end(node), code, "rewrite", reason,
            unit.client.host.provider, group, (), node, (change,),
        )  # fmt: skip
        return
    place = first_import(module)
    if place is None:
        yield Proposal(
            "client", module, 0, 0, "", "review", f"add {code!r} at the top of the file",
            group=group,
        )  # fmt: skip
        return
    start, head = module.start(place), module.text(place).partition("\n")[0]
    yield Proposal(
        "client", module, start, start + len(head), code, "rewrite",
        f"needed by the client at line {module.line(unit.client.call)}",
        group=group, on=place, changes=(AddImport(code),),
    )  # fmt: skip


def _spare(
    statement: ast.ImportFrom, module: Module, name: str, moved: set[int]
) -> tuple[int, int] | None:
    """The lines of *statement*, when only the moved clients use the one *name* it imports."""
    used = len(statement.names) > 1 or any(True for _ in other_uses(module, name, moved))
    return (
        None if used or module.scope(statement) is not module.tree else line_of(module, statement)
    )


def _replaced(reading: Reading, statement: ast.ImportFrom, module: Module, moved: set[int]) -> str:
    """The imports that stand for *statement* afterwards, `""` where it must stay as it is."""
    classes = {
        dotted_name(unit.client.call.func): unit.new_class
        for unit in reading.units
        if unit.client.module is module and unit.new_class
    }
    names = {alias.asname or alias.name: ast.unparse(alias) for alias in statement.names}
    gone = [name for name in names if name in classes]
    if any(True for name in gone for _ in other_uses(module, name, moved)):
        return ""
    new = _joined({classes[name] for name in gone})
    rest = ", ".join(text for name, text in names.items() if name not in gone)
    top = module.parents.get(statement) is module.tree
    if not rest:
        return new if top or "\n" not in new else ""
    plain = top and statement.lineno == statement.end_lineno and not statement.level
    return f"from {statement.module} import {rest}\n{new}" if plain else ""


def _joined(dotted: set[str]) -> str:
    """The statements that import *dotted*, one for each package."""
    packages: dict[str, list[str]] = defaultdict(list)
    for path in sorted(dotted):
        package, _, name = path.rpartition(".")
        packages[package].append(name)
    return "\n".join(f"from {p} import {', '.join(names)}" for p, names in packages.items())
