"""What a call passes: also by `**`, by a dictionary filled later, by `functools.partial`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from codemods.python.flow.arguments import KEYWORDS, Argument, Arguments
from codemods.python.flow.views import shown, shown_fields
from codemods.python.syntax.displays import rows_of
from codemods.python.syntax.modules import expression
from codemods.python.syntax.names import last_name, parameters

if TYPE_CHECKING:
    from codemods.python.flow.value import Of, Value
    from codemods.python.syntax.module import Module


def arguments(of: Of, call: ast.Call, module: Module) -> Arguments:
    """The arguments of *call*, keywords first, then what `**` brings, then a partial's."""
    found = Arguments()
    _passed(of, call, module, found)
    return found


def unpack(of: Of, node: ast.expr, module: Module, found: Arguments) -> None:
    """Add the entries of the dictionary that *node* may be."""
    if not found.first_time(node):
        return
    if isinstance(node, ast.Dict):
        _display(of, node, module, found)
        return
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        unpack(of, node.right, module, found)  # what it says holds
        unpack(of, node.left, module, found)
        return
    brought = Arguments(followed=found.followed)
    ways: list[set[str]] = []
    for value in of(node, module):
        one = Arguments(followed=found.followed)
        if _brings(of, value, node, one):
            ways.append(one.named.keys() - one.sometimes)
            brought.add_all(one, rival=True)
    brought.sometimes = brought.named.keys() - set.intersection(*ways or [set()])
    found.add_all(brought)
    _mutations(of, node, module, found)
    if isinstance(node, ast.Call):
        _filled(of, node, module, found)
    if not ways:
        found.opaque.append(expression(module, node))


def _brings(of: Of, value: Value, node: ast.expr, found: Arguments) -> bool:
    """Add the entries of *value*, which *node* may be; false where none of them can be seen."""
    origin, home = value.node, value.module
    if isinstance(origin, ast.Dict) and value.kind == "unknown":
        _display(of, origin, home, found)
        if (name := _handed_as(origin, home)) is not None and home.function(node) is not (
            home.function(origin)
        ):
            _mutations(of, name, home, found)
    elif isinstance(origin, ast.Call) and value.text == KEYWORDS:
        _forwarded(of, value, origin, found)
    elif isinstance(origin, ast.Call) and value.text == "dict":
        _built(of, origin, home, found)
        for given in origin.args:
            unpack(of, given, home, found)
    elif (inner := _dumped(origin)) is not None:
        unpack(of, inner, home, found)
    elif isinstance(origin, ast.BinOp) and origin is not node:
        unpack(of, origin, home, found)
    else:
        fields = list(shown_fields(of, value))
        for field, member in fields:
            found.add(Argument(member.attr, member, home, field))
        return bool(fields)
    return True


def _handed_as(display: ast.Dict, module: Module) -> ast.Name | None:
    """The name of *display* in the function that makes it, and may go on to fill it."""
    made = module.parents.get(display)
    if module.function(display) is None or not isinstance(made, (ast.Assign, ast.AnnAssign)):
        return None
    targets = made.targets if isinstance(made, ast.Assign) else [made.target]
    return targets[0] if len(targets) == 1 and isinstance(targets[0], ast.Name) else None


def _dumped(node: ast.AST) -> ast.expr | None:
    """What *node* writes out as JSON: ``json.dumps(payload).encode()``."""
    if isinstance(node, ast.Call) and last_name(node.func) == "encode":
        node = node.func.value if isinstance(node.func, ast.Attribute) else node
    written = isinstance(node, ast.Call) and last_name(node.func) == "dumps"
    return node.args[0] if isinstance(node, ast.Call) and written and node.args else None


def _passed(of: Of, call: ast.Call, module: Module, found: Arguments) -> None:
    if not found.first_time(call):
        return
    for keyword in call.keywords:
        if keyword.arg is not None:
            found.add(Argument(keyword.arg, keyword.value, module, keyword))
    for keyword in call.keywords:
        if keyword.arg is None:
            unpack(of, keyword.value, module, found)
    for value in of(call.func, module):
        bound = value.kind == "object" and value.text.endswith("partial")
        if bound and isinstance(value.node, ast.Call):
            _built(of, value.node, value.module, found)


def unpacked(of: Of, call: ast.Call, name: str, module: Module) -> ast.expr | None:
    """What *call* passes as *name* by a `**` whose dictionary is written in *module*."""
    for keyword in call.keywords:
        for value in of(keyword.value, module) if keyword.arg is None else ():
            if isinstance(value.node, ast.Dict) and value.module is module:
                for key, item in rows_of(value.node):
                    if key == name:
                        return item
            elif value.module is module and (whole := shown(value)) is not None:
                return module.member(whole, name)
    return None


def forwarded(of: Of, call: ast.Call, name: str, module: Module) -> Iterator[Argument]:
    """What may come as *name* by a `**` of *call*, wherever it is written."""
    found = Arguments()
    for keyword in call.keywords:
        if keyword.arg is None:
            unpack(of, keyword.value, module, found)
    return (each for each in (*found.named.values(), *found.rivals) if each.name == name)


def _built(of: Of, call: ast.Call, module: Module, found: Arguments) -> None:
    """Add what *call*, a ``dict(...)`` or a partial, is given by name."""
    inner = Arguments(followed=found.followed)
    _passed(of, call, module, inner)
    for argument in inner.named.values():
        found.add(argument)


def _forwarded(of: Of, value: Value, call: ast.Call, found: Arguments) -> None:
    """Add what *call* passes by name beside the parameters: what ``**kwargs``, *value*, holds."""
    inner = Arguments(followed=found.followed)
    _passed(of, call, value.module, inner)
    functions = (s.module.function(s.node) for s in value.steps if isinstance(s.node, ast.arg))
    taken = {arg.arg for f in functions if f is not None for arg, _ in parameters(f)}
    for argument in inner.named.values():
        if argument.name not in taken:
            found.add(argument)
    found.sometimes |= inner.sometimes
    found.opaque += inner.opaque


def constructed(of: Of, call: ast.Call, module: Module) -> Arguments:
    """The arguments of a client's construction, and what is set on it after: ``c.base_url = u``."""
    found = arguments(of, call, module)
    for name in ("base_url", "api_key"):
        for target, value in module.stores.get(name, ()):
            if any(made.node is call for made in of(target.value, module)):
                found.named[name] = Argument(name, value, module, target)
    return found


def _display(of: Of, node: ast.Dict, module: Module, found: Arguments) -> None:
    """Add the entries of *node*: what stands last under a name holds, if it is there at all."""
    found.dictionaries.append((node, module))
    spread = False
    for key, value in reversed(list(zip(node.keys, node.values, strict=True))):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.add(Argument(key.value, value, module, node), rival=spread)
        elif key is None:
            unpack(of, value, module, found)
            spread = True


def _mutations(of: Of, node: ast.expr, module: Module, found: Arguments) -> None:
    """``name["key"] = value``, ``name |= {...}``, ``name.update(...)`` and
    ``name.setdefault("key", value)`` on the dictionary called as *node* is."""
    name = last_name(node)
    function = module.function(node)
    if not found.first_time(name, function, module):
        return

    def near(table: str, called: str) -> Sequence[Any]:
        if isinstance(node, ast.Attribute):
            return module.noted(table, called)
        return module.noted_in(function, table, called)

    written = [(*pair, key) for pair in near("items", name) if (key := _key(pair[0])) is not None]
    for target, value, key in written:
        if key not in found.named:
            same = [other for other, _, said in written if said == key]
            if _is_tested(target, same, function, module):
                found.sometimes.add(key)
        found.add(Argument(key, value, module, target), rival=True)
    later = Arguments(followed=found.followed)
    for statement in near("merges", name):
        unpack(of, statement.value, module, later)
    for call in _methods(near("calls", "update"), name):
        for argument in call.args:
            unpack(of, argument, module, later)
        for keyword in call.keywords:
            if keyword.arg is not None:
                later.add(Argument(keyword.arg, keyword.value, module, keyword))
    found.add_all(later, rival=True)
    for call in _methods(near("calls", "setdefault"), name):
        _default(call, module, found)


def _key(target: ast.Subscript) -> str | None:
    """The text under which *target* is written, if it is one."""
    key = target.slice
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _is_tested(
    node: ast.AST, alike: list[ast.Subscript], function: ast.AST | None, module: Module
) -> bool:
    """Whether *node* stands in a branch of *function*, or of the module, and another branch does
    without any of *alike*."""
    around = takewhile(lambda outer: outer is not function, module.up(node))
    branches = [outer for outer in around if isinstance(outer, ast.If)]
    done = {module.parents.get(other) for other in alike}
    return bool(branches) and not _is_done(branches[-1], done)


def _is_done(statement: ast.stmt, done: set[ast.AST | None]) -> bool:
    """Whether one of the statements *done* runs whichever branch of *statement* is taken."""
    match statement:
        case ast.If():
            branches = [statement.body, statement.orelse]
        case ast.With() | ast.AsyncWith() | ast.Try():
            branches = [statement.body]
        case _:
            return statement in done
    return all(any(_is_done(each, done) for each in branch) for branch in branches)


def _filled(of: Of, call: ast.Call, module: Module, found: Arguments) -> None:
    """Add what the function that *call* calls puts into the dictionary that it gives back."""
    for value in of(call.func, module):
        for result in value.module.results.get(value.node, ()):
            if isinstance(result, ast.Name):
                _mutations(of, result, value.module, found)


def _methods(calls: Iterable[ast.Call], name: str) -> Iterator[ast.Call]:
    """Those of *calls* that are of a method of something called *name*."""
    for call in calls:
        if isinstance(call.func, ast.Attribute) and last_name(call.func.value) == name:
            yield call


def _default(call: ast.Call, module: Module, found: Arguments) -> None:
    """Add what ``setdefault("key", value)`` puts under its key where nothing is there yet."""
    if len(call.args) == 2 and isinstance(call.args[0], ast.Constant):
        name = str(call.args[0].value)
        holder = found.named[name].holder if name in found.named else None
        here = isinstance(holder, ast.Dict) and module.function(holder) is module.function(call)
        found.add(Argument(name, call.args[1], module, call), rival=not here)
        found.sometimes.discard(name)
