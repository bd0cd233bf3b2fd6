"""Whether another class can be constructed in the place of a library's own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.names import last_name

if TYPE_CHECKING:
    from codemods.python.arguments import Arguments
    from codemods.python.module import Module
    from codemods.python.shapes import Shape, Shapes


def unlike(shapes: Shapes, shape: Shape, call: ast.Call, module: Module, given: Arguments) -> str:
    """Why what *shape* names for other hosts cannot take the arguments of *call*, or `""`."""
    other = shapes.elsewhere(shape)
    gone = [name for name in given.named if _respelled(name, shape, other)]
    by_way = [name for name in gone if given.named[name].holder not in call.keywords]
    if by_way:
        return f"its {', '.join(by_way)} must be called otherwise, and is not given in the call"
    if not shape.to:
        return ""
    name = shape.to.rpartition(".")[2]
    known = {*shape.model, *shape.base, *shape.key, *shape.same}
    others = ", ".join(sorted(given.named.keys() - known))
    if others:
        return f"{name}, which takes its place, does not take {others} alike"
    if call.args and (len(call.args) > 1 or shape.position != other.position):
        return f"{name}, which takes its place, takes its arguments in another order"
    if any(shapes.of(binding.dotted) != other for binding in module.lookup(name, call)[1]):
        return f"{name}, which would take its place, is something else here"
    return ""


def _respelled(name: str, shape: Shape, other: Shape) -> bool:
    """Whether the argument *name* of *shape* has another name or place in *other*."""
    if shape.client:
        return name in shape.key
    pairs = ((shape.model, other.model), (shape.base, other.base), (shape.key, other.key))
    return any(name in ours and theirs and name not in theirs for ours, theirs in pairs)


def own_wrapper(call: ast.Call, module: Module) -> str:
    """The ``from_groq`` around *call*, a client of a library of its own, or `""`."""
    around = module.parents.get(call)
    name = last_name(around.func) if isinstance(around, ast.Call) else ""
    own = module.qualified(call.func).partition(".")[0] != "openai"
    return name if own and name.startswith("from_") else ""
