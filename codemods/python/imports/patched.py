"""Where tests put something in the place of a class that gives way: they name it in a string."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.proposal import Proposal
from codemods.python.syntax.names import dotted_name, last_name, last_part
from codemods.rewriting.changes import ReplaceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.python.clients.client import Client
    from codemods.python.clients.unit import Unit
    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module

_PUTS = {"patch", "setattr", "object"}
"""`patch("app.Groq")`, `patch.object(app, "Groq")`, `monkeypatch.setattr(app, "Groq", ...)`."""

_ASSERTS = ("assert_called_once_with", "assert_called_with", "assert_any_call")

_Key = tuple[str, str]
"""A module's path, and what the class is called there; no path and the library's own name."""


def patched(reading: Reading, moved: set[ast.AST]) -> Iterator[Proposal]:
    """One proposal for each such string; *moved* are the constructions that move."""
    units = {key: unit for unit in reading.units if unit.new_class for key in _keys(unit.client)}
    staying = [client for client in reading.moving.clients if client.call not in moved]
    kept = {key for client in staying for key in _keys(client)}
    names = {last_part(name) for _, name in units}
    for module in reading.world.core if units else ():
        for node in module.strings:
            if last_part(str(node.value)) in names:
                meant = (key for key in _meant(reading, module, node) if key in units)
                if (key := next(meant, None)) is not None:
                    yield _put(reading, units[key], key, module, node, stays=key in kept)


def asserted(reading: Reading) -> Iterator[Proposal]:
    """One review for each test that asserts how a class is made which is made otherwise now:
    ``made.assert_called_once_with(api_key=...)``."""
    units = {key: unit for unit in reversed(reading.units) for key in _keys(unit.client)}
    for module in reading.world.core:
        puts = [(key, n) for n in module.strings for key in _meant(reading, module, n)]
        known = [units[key] for key, _ in puts if key in units]
        for name in _ASSERTS if known else ():
            for call in module.calls.get(name, ()):
                given = {keyword.arg for keyword in call.keywords}
                unit = next((u for u in known if _is_construction(u, given)), None)
                if unit is not None:
                    where = unit.client.module.where(unit.client.call)
                    reason = f"asserts how the client at {where} is made, which changes"
                    yield Proposal.on_node("client", module, call.func, "review", reason)


def _is_construction(unit: Unit, given: set[str | None]) -> bool:
    """Whether a call with the keywords *given* may be the construction that *unit* changes."""
    told = unit.client.given.named.keys() | {*unit.shape.base, *unit.shape.key}
    named = {*unit.shape.base, *unit.shape.key, *unit.client.shape.base, *unit.client.shape.key}
    return bool(given & named) and given <= told and bool(unit.said)


def _keys(client: Client) -> tuple[_Key, _Key]:
    module, called = client.module, client.call.func
    return (module.path, dotted_name(called)), ("", module.qualified(called))


def _meant(reading: Reading, module: Module, node: ast.Constant) -> Iterator[_Key]:
    """What *node* may name, if it is what a call replaces."""
    call, text = module.parents.get(node), str(node.value)
    if not isinstance(call, ast.Call) or last_name(call.func) not in _PUTS:
        return
    if call.args[:1] == [node]:
        yield "", text
        parts = text.split(".")
        for at in range(len(parts) - 1, 0, -1):
            yield _at(reading, ".".join(parts[:at]), module), ".".join(parts[at:])
    elif call.args[1:2] == [node]:
        yield _at(reading, module.qualified(call.args[0]), module), text


def _at(reading: Reading, dotted: str, importer: Module) -> str:
    return (dotted and reading.world.modules.find(dotted, importer.path)) or "?"


def _put(
    reading: Reading, unit: Unit, key: _Key, module: Module, node: ast.Constant, *, stays: bool
) -> Proposal:
    path, name = key
    new = unit.client.shape.callee if path else unit.new_class
    where = unit.client.module.where(unit.client.call)
    reason = f"{name} gives way to {new} at {where}, where this puts something in its place"
    text = str(node.value)
    renamed = f"{text.removesuffix(name)}{new}"
    return Proposal(
        "client",
        module,
        module.inside(node),
        "review" if stays else "rewrite",
        f"{reason}; another {name} stays" if stays else reason,
        new="" if stays else renamed,
        provider=unit.client.host.provider,
        group="" if stays else reading.group_of(unit.client),
        on=node,
        changes=(ReplaceText(text, renamed),),
    )
