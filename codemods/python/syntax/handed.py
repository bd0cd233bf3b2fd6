"""Calls that somebody else makes, each read as the call that it stands for.

``pool.submit(ask, q, "id")`` calls ``ask``, ``default_factory=OpenAI`` calls ``OpenAI``, and
``Agent[Deps, str]("id")`` calls ``Agent``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemods.python.syntax.facts import listed, places
from codemods.python.syntax.names import last_name

_AFTER, _PLACED = places("hands_on"), listed("by_place")
_PACKED = places("packed")
_EVENTS = listed("events")
_APPLIES, _LAID_OUT = listed("applies"), listed("applies_own")
_OF = listed("calls_of")
_MAPS, _STARS = listed("maps"), listed("stars")
_FACTORIES = listed("factories")
_OWN = listed("asks")
KEEPING = listed("keeps")
"""What gives something that makes the call when it is called."""


def handed(call: ast.Call) -> Iterator[ast.Call]:
    """The calls that *call* has somebody make, at its place, with its own arguments."""
    name = last_name(call.func)
    if isinstance(call.func, ast.Subscript) and _is_class(call.func.value):
        yield from _made(call, call.func.value, call.args, call.keywords)
    elif name in _EVENTS and (inputs := _inputs(call)):
        yield from _made(call, call.args[0], inputs, [])
    elif name in _AFTER and len(call.args) > _AFTER[name]:
        at = _AFTER[name]
        yield from _made(call, call.args[at], call.args[at + 1 :], call.keywords)
    elif name in _PACKED:
        yield from _packed(call, _PACKED[name])
    elif name in _APPLIES and call.args:
        yield from _applied(call)
    elif name in _OF and isinstance(call.func, ast.Attribute):
        yield from _made(call, call.func.value, call.args, call.keywords)
    elif name in _MAPS and len(call.args) > 1:
        for row in _rows(call.args[1:]):
            yield from _made(call, call.args[0], row, [])
    elif name in _STARS and len(call.args) > 1:
        for element in _elements(call.args[1]):
            if isinstance(element, (ast.Tuple, ast.List)):
                yield from _made(call, call.args[0], element.elts, [])


def factories(call: ast.Call) -> Iterator[tuple[ast.expr, ast.Call]]:
    """The calls that ``default_factory=OpenAI`` stands for, each with what stands there."""
    for keyword in call.keywords:
        if keyword.arg in _FACTORIES:
            for made in _made(keyword.value, keyword.value, [], []):
                yield keyword.value, made


def _is_class(node: ast.expr) -> bool:
    """Whether *node* is spelled like a class; what is all in capitals is a table."""
    name = last_name(node)
    return name[:1].isupper() and not name.isupper()


def is_bare(call: ast.Call) -> bool:
    """Whether *call* is written as what is called alone, in ``default_factory=OpenAI``."""
    return _end(call) == _end(call.func)


def _end(node: ast.expr) -> tuple[int | None, int | None]:
    return node.end_lineno, node.end_col_offset


def _inputs(call: ast.Call) -> list[ast.expr]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    chat = last_name(call.func) == "ChatInterface"
    placed = call.args[1] if len(call.args) > 1 and not chat else None
    shown = named.get("additional_inputs" if chat else "inputs", placed)
    before: list[ast.expr] = [ast.copy_location(ast.Constant(None), call)] * (2 * chat)
    listed = isinstance(shown, (ast.List, ast.Tuple))
    return [*before, *shown.elts] if listed and call.args else []  # type: ignore[union-attr]


def _packed(call: ast.Call, at: int) -> Iterator[ast.Call]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    function = named.get("target") or named.get("function")
    rest = call.args
    if function is None and last_name(call.func) == "apply_async" and not rest:
        function = call.func.value if isinstance(call.func, ast.Attribute) else None
    elif function is None and len(rest) > at:
        function, rest = rest[at], rest[at + 1 :]
    args = named.get("args") or next((a for a in rest if isinstance(a, ast.Tuple)), None)
    kwargs = named.get("kwargs") or named.get("kwds")
    keywords = []
    if isinstance(kwargs, ast.Dict):
        for key, value in zip(kwargs.keys, kwargs.values, strict=True):
            word = key.value if isinstance(key, ast.Constant) else None
            keywords.append(ast.keyword(str(word) if word is not None else None, value))
    elif isinstance(kwargs, ast.Call) and last_name(kwargs.func) == "dict":
        keywords = kwargs.keywords
    if function is not None:
        yield from _made(call, function, getattr(args, "elts", []), keywords)


def _applied(call: ast.Call) -> Iterator[ast.Call]:
    function, *rest = call.args
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    packed = rest[0] if rest else named.get("args")
    args = packed.elts if isinstance(packed, (ast.Tuple, ast.List)) else []
    own = [keyword for keyword in call.keywords if keyword.arg not in _LAID_OUT]
    value = ast.copy_location(ast.Constant(None), call)
    yield from _made(call, function, args if rest else [value, *args], own)


def _rows(iterables: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """What the *iterables* give, side by side; the last of a shorter one again and again."""
    columns = [list(_elements(iterable)) for iterable in iterables]
    if all(columns):
        for at in range(max(map(len, columns), default=0)):
            yield [column[min(at, len(column) - 1)] for column in columns]


def _elements(iterable: ast.expr) -> Iterator[ast.expr]:
    """What iterating over *iterable* gives, as far as it is written there."""
    if isinstance(iterable, (ast.List, ast.Tuple, ast.Set)):
        yield from iterable.elts
    elif isinstance(iterable, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
        yield iterable.elt
    elif isinstance(iterable, ast.Call) and last_name(iterable.func) == "repeat":
        yield from iterable.args[:1]
    elif isinstance(iterable, ast.Call) and last_name(iterable.func) == "zip":
        yield from (ast.Tuple([*row]) for row in _rows(iterable.args))
    else:
        found = ast.Subscript(iterable, ast.Constant(...), ast.Load())  # any element
        yield ast.fix_missing_locations(ast.copy_location(found, iterable))


def hands_on(call: ast.Call, given: ast.expr) -> bool:
    """Whether *call* hands on what it is given by name to the function that it hands *given* to."""
    named = [keyword.value for keyword in call.keywords]
    return last_name(call.func) not in _PLACED and given in (*call.args, *named)


def _made(
    place: ast.expr, function: ast.expr, args: list[ast.expr], keywords: list[ast.keyword]
) -> Iterator[ast.Call]:
    if isinstance(function, (ast.Name, ast.Attribute)) and last_name(function) not in _OWN:
        yield ast.copy_location(ast.Call(function, args, keywords), place)
