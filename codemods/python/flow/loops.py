"""Elements: what the variable of a loop may be, what ``next`` or a select box picks."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from codemods.python.flow.containers import COMPREHENSIONS, literals, made
from codemods.python.flow.facts import listed, picks
from codemods.python.flow.options import is_option
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.flow.value import Of, Value
    from codemods.python.syntax.module import Module

_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_SAME = listed("elements")
"""Calls that give the elements of their first argument."""
_PICKS = picks()
"""Calls that give one element, and where what they pick from is passed; or by name."""
_TAKES = ("get", "pop")
_MAKES: dict[str, list[int]] = {"dict": [1], "list": [], "tuple": [], "sorted": []}
"""Classes and functions that make collections, and where in what they are given an entry is."""
_OFFERED = ("options", "choices")
_Place = tuple[ast.AST, "Module"]
_Way = tuple[ast.AST, tuple[int, ...]]
"""Something, and where in its elements is looked."""


def iterated(of: Of, target: ast.AST, iterable: ast.expr, module: Module) -> Iterator[Value]:
    """The values of the name *target* of a loop over *iterable*."""
    places: Iterable[_Place] = elements(of, iterable, module, _path(target, module))
    for node, home in places:
        yield from of(node, home)
    if not isinstance(iterable, ast.Call):
        yield from filter(is_option, of(iterable, module))  # the words of `nargs="+"`


def picked(of: Of, call: ast.Call, module: Module) -> Iterator[Value]:
    """The elements that *call*, a ``next(...)`` or a select box, may give."""
    at = _PICKS.get(last_name(call.func))
    if at is None:
        return
    named = (keyword.value for keyword in call.keywords if keyword.arg in _OFFERED)
    for keyword in call.keywords:
        if keyword.arg == "value":
            yield from of(keyword.value, module)
    given = call.args[at] if len(call.args) > at else next(named, None)
    for node, home in elements(of, given, module, []) if given is not None else ():
        yield from of(_offered(node), home)


def _offered(node: ast.AST) -> ast.AST:
    """What a menu gives for its entry *node*, of which Gradio and Jupyter take a label, too."""
    return node.elts[1] if isinstance(node, ast.Tuple) and len(node.elts) == 2 else node


def taken(of: Of, node: ast.Subscript | ast.Call, module: Module) -> Iterator[Value]:
    """What *node* takes from a collection made by a call: ``dict(zip(names, ids))[name]``."""
    owner = node.value if isinstance(node, ast.Subscript) else getattr(node.func, "value", None)
    if owner is None or (isinstance(node, ast.Call) and last_name(node.func) not in _TAKES):
        return
    for held in of(owner, module):
        path = _MAKES.get(held.text) if held.kind == "object" else None
        if path is not None and isinstance(held.node, ast.Call):
            for given in held.node.args[:1]:
                for part, home in elements(of, given, held.module, path):
                    yield from of(part, home)


def is_target(node: ast.AST, module: Module) -> bool:
    """Whether *node* is a name that a loop binds."""
    inside = (parent for parent in module.up(node) if not isinstance(parent, (ast.Tuple, ast.List)))
    around = next(inside, None)
    return isinstance(node, ast.Name) and isinstance(around, _LOOPS) and around.iter is not node


def _path(target: ast.AST, module: Module) -> list[int]:
    """Where the name stands in ``a, (b, c)``, from the outside in."""
    path: list[int] = []
    child = target
    for parent in module.up(target):
        if isinstance(parent, _LOOPS):
            break
        if isinstance(parent, (ast.Tuple, ast.List)):
            path.insert(0, next(i for i, part in enumerate(parent.elts) if part is child))
        child = parent
    return path


def elements(of: Of, node: ast.AST, module: Module, path: list[int]) -> Iterator[_Place]:
    """The expressions at *path* of what iterating over *node* gives, each once."""
    seen: set[_Place] = set()
    for place in _elements(of, node, module, path, set()):
        if place not in seen:
            seen.add(place)
            yield place


def _elements(
    of: Of, node: ast.AST, module: Module, path: list[int], seen: set[_Way]
) -> Iterator[_Place]:
    """What `elements` says, of what was not *seen* before."""
    way = node, tuple(path)
    if way in seen:  # what is built from itself (rows = sorted(rows)), or found twice
        return
    seen.add(way)
    if isinstance(node, ast.Call):
        yield from _given(of, node, module, path, seen)
        return
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield from _elements(of, node.value, module, path, seen)
        return
    if isinstance(node, ast.Set):
        yield from _inside(((part, module) for part in node.elts), path)
        return
    for value in literals(of, node, module):
        held, home = value.node, value.module
        if isinstance(held, COMPREHENSIONS):
            parts: Sequence[ast.AST | None] = (getattr(held, "key", None) or made(held),)
        else:
            parts = held.keys if isinstance(held, ast.Dict) else getattr(held, "elts", ())
        yield from _inside(((part, home) for part in parts if part is not None), path)
    for value in of(node, module):  # bar = tqdm(rows); of an iterator, each may take a part
        bar = value.node if value.kind == "object" else None
        if isinstance(bar, ast.Call) and last_name(bar.func) != "iter":
            yield from _elements(of, bar, value.module, path, seen)


def _given(
    of: Of, call: ast.Call, module: Module, path: list[int], seen: set[_Way]
) -> Iterator[_Place]:
    """What `_elements` says of what *call* gives: ``enumerate``, ``zip``, ``.items()``."""
    name, args = last_name(call.func), call.args
    if name == "enumerate" and args and path[:1] == [1]:
        yield from _elements(of, args[0], module, path[1:], seen)
    elif name in ("zip", "product") and path and path[0] < len(args):
        yield from _elements(of, args[path[0]], module, path[1:], seen)
    elif name in _SAME and args:
        yield from _elements(of, args[0], module, path, seen)
    elif name == "filter" and len(args) == 2:
        yield from _elements(of, args[1], module, path, seen)
    elif isinstance(call.func, ast.Attribute) and name in ("items", "values", "keys"):
        at, rest = (path[0], path[1:]) if name == "items" and path else (name == "values", path)
        for value in literals(of, call.func.value, module):
            if isinstance(value.node, ast.Dict):
                parts = value.node.values if at else value.node.keys
            elif isinstance(value.node, ast.DictComp):
                parts = [value.node.value if at else value.node.key]
            else:
                continue
            yield from _inside(((part, value.module) for part in parts if part is not None), rest)
    elif isinstance(call.func, ast.Name):
        yield from _inside(_yielded(of, call, module), path)


def _yielded(of: Of, call: ast.Call, module: Module) -> Iterator[_Place]:
    """What the generator function that *call* calls yields."""
    for giver in of(call.func, module):
        for result in giver.module.results.get(giver.node, ()):
            if isinstance(giver.module.parents.get(result), ast.Yield):
                yield result, giver.module


def _inside(places: Iterable[_Place], path: list[int]) -> Iterator[_Place]:
    """What stands at *path* in each of the tuples or lists *places*."""
    for node, module in places:
        for index in path:
            inner = node.elts if isinstance(node, (ast.Tuple, ast.List)) else []
            if index >= len(inner):
                break
            node = inner[index]
        else:
            yield node, module
