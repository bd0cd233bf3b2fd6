"""A prompt in the template of Llama's chats, as the messages of a chat completion."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from codemods.python.syntax.names import FUNCTIONS, last_name, parameters

if TYPE_CHECKING:
    from codemods.python.syntax.module import Module

_MARK = re.compile(
    r"<\|(?:start_header_id|header_start)\|>\s*(?P<role>\w+)\s*<\|(?:end_header_id|header_end)\|>"
    r"|(?P<user>\[INST\]|<</SYS>>)|(?P<system><<SYS>>)|(?P<assistant>\[/INST\])"
    r"|<\|(?:begin_of_text|end_of_text|eot_id|eom_id|eot|eom)\|>|</?s>"
)
_LONG, _DEEP = 60, 4


class _Code(NamedTuple):
    """An expression within a text."""

    text: str


_Part = str | _Code
_Given = dict[str, str]
"""By parameter of the function that is looked into: the code that a call gives for it."""


def turns_of(prompt: ast.expr, module: Module) -> str:
    """The messages that *prompt* holds, as code; `""` where it is in no template that is known."""
    turns: list[tuple[str, list[_Part]]] = [("user", [])]
    marked = False
    for part in _parts(prompt, module, {}, 0):
        at = 0
        for mark in _MARK.finditer(part) if isinstance(part, str) else ():
            turns[-1][1].append(str(part)[at : mark.start()])
            at, marked = mark.end(), True
            role = mark["role"] or mark.lastgroup
            if role:
                turns.append((role, []))
        turns[-1][1].append(part[at:] if isinstance(part, str) else part)
    said = [(role, code) for role, parts in turns if (code := _content(parts))]
    rows = (f'{{"role": "{role}", "content": {code}}}' for role, code in said)
    return f"[{', '.join(rows)}]" if marked and said else ""


def _parts(node: ast.expr, module: Module, given: _Given, depth: int) -> Iterator[_Part]:
    """What the text *node* is put together from."""
    deeper = depth + 1
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr():
            for value in node.values:
                inner = value.value if isinstance(value, ast.FormattedValue) else value
                yield from _parts(inner, module, given, deeper)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if depth < _DEEP * 2:
            yield from _parts(left, module, given, depth)
            yield from _parts(right, module, given, depth)
        case ast.Call(func=ast.Attribute(value=text, attr="format")) if depth < _DEEP:
            yield from _formatted(node, text, module, given, deeper)
        case ast.Call(func=ast.Attribute(value=text, attr="strip")) if depth < _DEEP:
            yield from _parts(text, module, given, deeper)
        case _:
            inside = _within(node, module, given) if depth < _DEEP else None
            if inside is not None:
                yield from _parts(*inside, deeper)
            else:
                yield _Code(_said(node, module, given))


def _said(node: ast.expr, module: Module, given: _Given) -> str:
    text = given.get(node.id) if isinstance(node, ast.Name) else None
    return text or " ".join(module.text(node).split())


def _within(
    node: ast.expr, module: Module, given: _Given
) -> tuple[ast.expr, Module, _Given] | None:
    """What a name holds that is bound once, or a function of the module gives that only puts
    together a text."""
    name = node if isinstance(node, ast.Name) else getattr(node, "func", None)
    if not isinstance(name, ast.Name):
        return None
    _, bindings = module.lookup(name.id, name)
    only = bindings[0] if len(bindings) == 1 else None
    if isinstance(node, ast.Name) and only is not None and only.kind == "assign":
        value = only.value
        return (value, module, given) if value is not None and _is_text(value) else None
    made = only.node if only is not None else None
    if not isinstance(node, ast.Call) or not isinstance(made, FUNCTIONS):
        return None
    returns = [n for n in ast.walk(made) if isinstance(n, ast.Return)]
    value = returns[0].value if len(returns) == 1 else None
    names = [arg.arg for arg, _ in parameters(made)]
    told = {n: _said(arg, module, given) for n, arg in zip(names, node.args, strict=False)}
    told |= {k.arg: _said(k.value, module, given) for k in node.keywords if k.arg is not None}
    plain = not any(isinstance(arg, ast.Starred) for arg in node.args)
    return (value, module, told) if value is not None and plain else None


def _is_text(node: ast.AST | None) -> bool:
    """Whether *node* writes a text out, wholly or in part."""
    made = isinstance(node, ast.Call) and (
        isinstance(node.func, ast.Name) or last_name(node.func) in ("format", "strip")
    )
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return made or constant or isinstance(node, (ast.JoinedStr, ast.BinOp))


def _formatted(
    call: ast.Call, text: ast.expr, module: Module, given: _Given, depth: int
) -> Iterator[_Part]:
    """The parts of ``"...".format(name=...)``."""
    named = {k.arg: _said(k.value, module, given) for k in call.keywords if k.arg is not None}
    placed = [_said(arg, module, given) for arg in call.args]
    for part in _parts(text, module, given, depth):
        if not isinstance(part, str):
            yield part
            continue
        try:
            fields = list(Formatter().parse(part))
        except ValueError:  # a brace that stands for itself
            fields = [(part, None, None, None)]
        for before, name, _, _ in fields:
            yield before
            if name is not None:
                at = int(name) if name.isdecimal() else 0
                yield _Code(named.get(name) or (placed[at] if at < len(placed) else name))


def _content(parts: list[_Part]) -> str:
    """The code of the text that *parts* make, `""` for an empty one."""
    kept: list[_Part] = []
    for part in parts:
        last = kept[-1] if kept else None
        if isinstance(part, str) and isinstance(last, str):
            kept[-1] = last + part
        elif part:
            kept.append(part)
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    kept = [part for part in kept if part]
    if not kept:
        return ""
    if len(kept) == 1 and isinstance(kept[0], _Code):
        return kept[0].text
    codes = [part.text for part in kept if isinstance(part, _Code)]
    quote = "'" if any('"' in code for code in codes) else '"'
    texts = (f"{{{p.text}}}" if isinstance(p, _Code) else _escaped(p, quote, codes) for p in kept)
    return f"{'f' if codes else ''}{quote}{''.join(texts)}{quote}"


def _escaped(text: str, quote: str, codes: list[str]) -> str:
    short = text if len(text) <= _LONG else f"{text[:_LONG].rsplit(' ', 1)[0]} ..."
    plain = short.replace("\\", "\\\\").replace("\n", "\\n").replace(quote, f"\\{quote}")
    return plain.replace("{", "{{").replace("}", "}}") if codes else plain
