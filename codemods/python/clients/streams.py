"""Streamed replies of another shape: who reads them, and how that is spelled afterwards.

Only plain loops are: ``for chunk in reply: print(chunk.event.delta.text)``, and of Amazon's
``for event in reply["stream"]: if "contentBlockDelta" in event: ...``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.python.calls.conversation import STREAM, is_delta

if TYPE_CHECKING:
    from codemods.python.syntax.module import Module

_CONTENT = ".choices[0].delta.content"


@dataclass(frozen=True)
class Read:
    """``reply.completion_message.content``: *node* reads the reply *of*; *new* is its tail then."""

    module: Module
    node: ast.expr
    of: ast.expr
    new: str


def events(module: Module, reply: ast.expr) -> list[Read] | None:
    """The places that read the stream of *reply*; None where one does what is not known."""
    holder = module.parents.get(reply)
    call = module.parents.get(holder) if isinstance(holder, ast.Attribute) else None
    match holder, call:
        case ast.Subscript(slice=ast.Constant(key)) as stream, _:
            pass
        case ast.Attribute(attr="get"), ast.Call(args=[ast.Constant(key)], keywords=[]) as stream:
            pass
        case _:
            return None
    if key != STREAM:
        return None
    found = [Read(module, stream, reply, "")]
    for use in _uses(module, stream):
        loop = module.parents.get(use)
        if isinstance(loop, ast.If) and loop.test is use:
            continue
        read = _looped(module, loop) if isinstance(loop, ast.For) and loop.iter is use else None
        if read is None:
            return None
        found += read
    return found


def chunks(known: dict[str, str], module: Module, reply: ast.expr) -> list[Read] | None:
    """The places that read the chunks of the streamed *reply*, by how that is *known*; None where
    anything else is done with it."""
    loop = module.parents.get(reply)
    if not isinstance(loop, (ast.For, ast.AsyncFor)) or loop.iter is not reply:
        return None
    chunk = loop.target
    if not isinstance(chunk, ast.Name) or len(module.lookup(chunk.id, chunk)[1]) != 1:
        return None
    scope, loads = module.lookup(chunk.id, chunk)[0], module.loads.get(chunk.id, ())
    uses = [use for use in loads if module.lookup(chunk.id, use)[0] is scope]
    found = [_of_chunk(known, module, use) for use in uses]
    reads = [read for read in found if read is not None]
    return reads if reads and len(reads) == len(found) else None


def _of_chunk(known: dict[str, str], module: Module, use: ast.Name) -> Read | None:
    """How *use*, a chunk, is read, if an expression with an ``or`` may stand there."""
    path = ""
    node: ast.expr = use
    for parent in module.up(use):
        if not isinstance(parent, ast.Attribute):
            break
        path, node = f"{path}.{parent.attr}", parent
    around = module.parents.get(node)
    free = isinstance(around, (ast.keyword, ast.AugAssign, ast.Assign, ast.Yield, ast.Return))
    free = free or (isinstance(around, ast.Call) and node in around.args)
    free = free or (isinstance(around, (ast.If, ast.While)) and around.test is node)
    return Read(module, node, use, known[path]) if free and path in known else None


def _uses(module: Module, stream: ast.expr) -> Iterator[ast.expr]:
    """*stream* where it stands, or the uses of the only name that it is given."""
    parent = module.parents.get(stream)
    name = parent.targets[0] if isinstance(parent, ast.Assign) else None
    if not isinstance(name, ast.Name) or not isinstance(parent, ast.Assign):
        yield stream
        return
    scope, bindings = module.lookup(name.id, name)
    if len(bindings) != 1 or len(parent.targets) > 1:
        yield stream
        return
    loads = module.loads.get(name.id, ())
    yield from (use for use in loads if module.lookup(name.id, use)[0] is scope)


def _looped(module: Module, loop: ast.For) -> list[Read] | None:
    """What *loop* reads of each event; None where it does anything else with one."""
    event = loop.target
    if not isinstance(event, ast.Name):
        return None
    scope, bindings = module.lookup(event.id, event)
    loads = module.loads.get(event.id, ())
    uses = [use for use in loads if module.lookup(event.id, use)[0] is scope]
    reads = [_of_event(module, use, loop) for use in uses]
    found = [read for read in reads if read is not None]
    return found if found and len(found) == len(reads) and len(bindings) == 1 else None


def _of_event(module: Module, use: ast.Name, loop: ast.For) -> Read | None:
    """How *use*, an event of *loop*, is read: asked for a piece of text, or for the text."""
    around = list(module.up(use))
    if loop not in around:
        return None
    if _asks(around[0], use) and isinstance(around[1], ast.If) and not around[1].orelse:
        new = f".choices and {use.id}{_CONTENT}"
        return Read(module, around[0], use, new) if around[1].test is around[0] else None
    within = around[: around.index(loop)]
    tests = [n.test for n in within if isinstance(n, ast.If)]
    known = any(_asks(test, None, use.id) for test in tests)
    node = next((n for n in around[2:3] if is_delta(n)), None)
    return Read(module, node, use, _CONTENT) if known and isinstance(node, ast.expr) else None


def _asks(node: ast.AST, event: ast.AST | None, name: str = "") -> bool:
    """Whether *node* asks whether *event*, or what is called *name*, brings a piece of text."""
    match node:
        case ast.Compare(
            left=ast.Constant("contentBlockDelta"), ops=[ast.In()], comparators=[ast.Name() as one]
        ):
            return one is event or one.id == name
    return False
