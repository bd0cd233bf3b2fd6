"""The turns of Amazon's `converse`, as those of a chat completion.

They stand in the call, or in a list that has a name and is used for nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.flow.arguments import Argument

REPLY = ("output", "message")
"""Where the turn stands that a reply brings."""
STREAM = "stream"
"""Where the events stand that a streamed reply brings."""
_DELTA = ("contentBlockDelta", "delta", "text")
"""Where the text stands that an event brings."""
_Text = tuple[ast.expr, ast.expr]
"""The content of a turn, and the text in it."""


def messages_of(sink: Sink) -> str | None:
    """The code of the messages of *sink*; None where they are not written as plain texts."""
    messages, system = sink.given.named.get("messages"), sink.given.named.get("system")
    first = [*systems_of(system)] if system is not None else []
    if messages is None or None in first or (system is not None and not first):
        return None
    if isinstance(messages.value, ast.Name):
        rest = [f"*{messages.value.id}"] if respelled_turns(sink) else []
        if rest and not first:
            return messages.value.id
    else:
        rest = [turn or "" for turn in _written(messages)]
    turns = [*(turn for turn in first if turn), *rest]
    return f"[{', '.join(turns)}]" if rest and all(rest) else None


def respelled_turns(sink: Sink) -> list[_Text]:
    """The contents of the turns in the named list that *sink* sends, each with its text; none where
    the list is put together, or used, in another way."""
    messages, module = sink.given.named.get("messages"), sink.module
    name = messages.value if messages is not None and messages.module is module else None
    if not isinstance(name, ast.Name):
        return []
    scope, bindings = module.lookup(name.id, name)
    made = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    if not isinstance(made, ast.List) or module.extends(name.id):
        return []
    turns: list[ast.expr | None] = [*made.elts]
    for use in module.loads.get(name.id, ()):
        if module.lookup(name.id, use)[0] is scope:
            turns += _brought(use, sink)
    texts = [_text(turn) for turn in turns if not is_reply(turn)]
    return [text for text in texts if text] if texts and all(texts) else []


def _brought(use: ast.Name, sink: Sink) -> Iterator[ast.expr | None]:
    """The turn that *use* of a list appends, None for what is no turn; a request, made as *sink*
    is, brings none."""
    module = sink.module
    around = module.parents.get(use)
    call = module.parents.get(around) if around is not None else None
    if not isinstance(call, ast.Call):
        yield None
    elif isinstance(around, ast.Attribute) and around.attr == "append" and len(call.args) == 1:
        yield call.args[0]
    elif not isinstance(around, ast.keyword) or not _is_like(call, sink):
        yield None


def _is_like(call: ast.Call, sink: Sink) -> bool:
    """Whether *call* is made of the same client, by the same method, as *sink*."""
    return sink.module.text(call.func) == sink.module.text(sink.call.func)


def is_reply(node: ast.AST | None) -> bool:
    """Whether *node* is the turn that a reply brings: ``reply["output"]["message"]``."""
    match node:
        case ast.Subscript(
            value=ast.Subscript(slice=ast.Constant(outer)), slice=ast.Constant(inner)
        ):
            return (outer, inner) == REPLY
    return False


def is_delta(node: ast.AST | None) -> bool:
    """Whether *node* is the text that an event brings:
    ``event["contentBlockDelta"]["delta"]["text"]``."""
    for key in reversed(_DELTA):
        if not isinstance(node, ast.Subscript) or getattr(node.slice, "value", None) != key:
            return False
        node = node.value
    return isinstance(node, ast.Name)


def _written(messages: Argument) -> Iterator[str | None]:
    """The code of each turn of the list *messages*, None for one that is not a plain text."""
    value, module = messages.value, messages.module
    for turn in value.elts if isinstance(value, ast.List) else ():
        text = _text(turn)
        role = module.text(entries_of(turn)["role"]) if text else ""
        yield f'{{"role": {role}, "content": {module.text(text[1])}}}' if text else None


def systems_of(system: Argument) -> Iterator[str | None]:
    """The code of each system text of *system*, None for what is something else."""
    value, module = display_of(system), system.module
    for at, part in enumerate(value.elts if isinstance(value, ast.List) else ()):
        text = entries_of(part)
        plain = text.keys() == {"text"}
        named = value is not system.value  # what it is made of may mean something else here
        code = f'{module.text(system.value)}[{at}]["text"]' if named else ""
        code = code or (module.text(text["text"]) if plain else "")
        yield f'{{"role": "system", "content": {code}}}' if plain else None


def display_of(argument: Argument) -> ast.expr:
    """The dictionary or list that *argument* is; also one that has a name, is only passed on, and
    stands in the same module."""
    node, module = argument.value, argument.module
    if not isinstance(node, ast.Name):
        return node
    _, bindings = module.lookup(node.id, node)
    made = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    passed = (isinstance(module.parents.get(u), ast.keyword) for u in module.loads[node.id])
    if not isinstance(made, (ast.Dict, ast.List)) or module.extends(node.id):
        return node
    return made if all(passed) else node


def _text(turn: ast.AST | None) -> _Text | None:
    """The content of *turn* and its only text, None where there is anything else in it."""
    entries = entries_of(turn)
    content = entries.get("content")
    if entries.keys() != {"role", "content"} or not isinstance(content, ast.List):
        return None
    text = entries_of(content.elts[0]) if len(content.elts) == 1 else {}
    return (content, text["text"]) if text.keys() == {"text"} else None


def entries_of(node: ast.AST | None) -> dict[str, ast.expr]:
    """The entries of a dictionary display under literal keys, empty for anything else."""
    if not isinstance(node, ast.Dict) or not all(isinstance(k, ast.Constant) for k in node.keys):
        return {}
    pairs = zip(node.keys, node.values, strict=True)
    return {str(key.value): value for key, value in pairs if isinstance(key, ast.Constant)}
