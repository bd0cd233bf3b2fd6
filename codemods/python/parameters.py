"""Which arguments of a moved call the target takes otherwise, by the catalogue's rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.changes import Change, DropKeyword, RenameKeyword, ReplaceText

if TYPE_CHECKING:
    from codemods.finding import Action
    from codemods.python.arguments import Argument
    from codemods.python.judgement import Judgement
    from codemods.python.module import Module
    from codemods.python.reading import Reading
    from codemods.python.sinks import Sink
    from migrate.facts import ParameterRule
    from migrate.plan import Target

_CONDITION = re.compile(r"(?P<path>[\w.]+)(?:(?P<sign>[=>])(?P<value>.+))?$")


@dataclass(frozen=True)
class Parameter:
    """One argument that the target takes otherwise: *start*..*end* is reported."""

    module: Module
    start: int
    end: int
    action: Action
    reason: str
    new: str = ""
    group: str = ""
    on: ast.AST | None = None
    changes: tuple[Change, ...] = ()


def parameters_of(reading: Reading) -> Iterator[Parameter]:
    """What must be said of the arguments of every call whose model moves, each call once."""
    seen: set[tuple[int, str]] = set()
    for judgement in reading.judgements:
        target = judgement.target
        if judgement.action != "rewrite" or target is None or target.recipe == "--model":
            continue
        for sink in judgement.sinks:
            key = (id(sink.call), f"{target.provider}:{target.model}:{target.thinking}")
            if key not in seen and sink.kind != "unknown" and sink.kind != "agent":
                seen.add(key)
                yield from _of_call(reading, sink, judgement, target)


def _of_call(
    reading: Reading, sink: Sink, judgement: Judgement, target: Target
) -> Iterator[Parameter]:
    catalogue = reading.world.plan.catalogue
    card = catalogue.get(target.provider, target.model)
    if card is None:
        return
    moves = target.provider != judgement.provider
    for rule in catalogue.provider(target.provider).rules_for(card):
        if rule.parameter == "thinking" or not _holds(rule, sink, target, moves):
            continue
        for argument, node in _matches(rule, sink):
            yield _judged(rule, sink, argument, node, judgement)


def _holds(rule: ParameterRule, sink: Sink, target: Target, moves: bool) -> bool:
    """Whether the rule is about this call: a call that stays on its host keeps its arguments."""
    if rule.when == "thinking" and target.thinking == "disabled":
        return False
    if rule.when == "not thinking" and target.thinking != "disabled":
        return False
    if rule.when == "tools" and not ("tools" in sink.given.named and target.thinking != "disabled"):
        return False
    return moves or (rule.when in ("thinking", "tools") and rule.action in ("rejected", "require"))


def _matches(rule: ParameterRule, sink: Sink) -> Iterator[tuple[Argument, ast.AST]]:
    """The arguments that *rule* is about, each with the node that shows it."""
    found = _CONDITION.match(rule.parameter)
    if found is None:
        return
    name, _, field = found["path"].partition(".")
    if rule.action == "require":
        argument = sink.given.named.get("tools")
        if rule.when == "tools" and argument is not None:
            yield argument, argument.value
        return
    argument = sink.given.named.get(name)
    if argument is None:
        return
    if found["value"] is None and not field:
        if not (isinstance(argument.value, ast.Constant) and argument.value.value is None):
            yield argument, argument.value
    elif field:
        yield from ((argument, node) for node in _fields(argument.value, field, found["value"]))
    elif _has(argument.value, found["sign"], found["value"]):
        yield argument, argument.value


def _fields(node: ast.AST, field: str, value: str | None) -> Iterator[ast.AST]:
    """The values of *field* in the dictionaries of *node* that are *value*."""
    for inner in ast.walk(node):
        if not isinstance(inner, ast.Dict):
            continue
        for key, item in zip(inner.keys, inner.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == field:
                same = isinstance(item, ast.Constant) and item.value == value
                if same or value is None:
                    yield item


def _has(node: ast.AST, sign: str, value: str) -> bool:
    if value == "named":
        return isinstance(node, ast.Dict)
    if not isinstance(node, ast.Constant):
        return False
    if sign == ">":
        return isinstance(node.value, int) and node.value > int(value)
    return str(node.value) == value or (value == "true" and node.value is True)


def _judged(
    rule: ParameterRule, sink: Sink, argument: Argument, node: ast.AST, judgement: Judgement
) -> Parameter:
    module = argument.module
    name = rule.parameter
    reason = f"{_verb(rule)} {name}" + (f": {rule.note}" if rule.note else "")
    reason = f"{judgement.target.provider if judgement.target else ''} {reason}"
    reason = f"{reason} ({rule.provenance.source})"
    start, end = _place(argument, node)
    shared = sink.host.state == "other"
    if not rule.safe or shared:
        return Parameter(module, start, end, "review", reason)
    made = _change(rule, argument, node)
    if made is None:
        return Parameter(module, start, end, "review", reason)
    on, change, new = made
    return Parameter(module, start, end, "rewrite", reason, new, judgement.group, on, (change,))


def _verb(rule: ParameterRule) -> str:
    return {
        "drop": "does not take",
        "rename": f"calls it {rule.value}:",
        "rejected": "rejects",
        "ignored": "ignores",
        "cap": f"takes at most {rule.value} for",
        "require": "asks for",
        "move_to_extra_body": "takes in extra_body only",
    }[rule.action]


def _change(
    rule: ParameterRule, argument: Argument, node: ast.AST
) -> tuple[ast.AST, Change, str] | None:
    """The expression to change, how, and what is said of it."""
    holder, module = argument.holder, argument.module
    call = module.parents.get(holder) if isinstance(holder, ast.keyword) else None
    if rule.action == "rename" and isinstance(node, ast.Constant) and "=" in rule.parameter:
        return node, ReplaceText(str(node.value), str(rule.value)), str(rule.value)
    if rule.action == "rename" and isinstance(call, ast.Call):
        return call, RenameKeyword(argument.name, str(rule.value)), str(rule.value)
    if rule.action == "rename" and isinstance(holder, ast.Dict):
        for key in holder.keys:
            if isinstance(key, ast.Constant) and key.value == argument.name:
                return key, ReplaceText(argument.name, str(rule.value)), str(rule.value)
    if rule.action == "drop" and isinstance(call, ast.Call):
        return call, DropKeyword(argument.name), ""
    return None


def _place(argument: Argument, node: ast.AST) -> tuple[int, int]:
    """Where the argument's name stands, or the value within it that the rule is about."""
    module = argument.module
    if node is argument.value and isinstance(argument.holder, ast.keyword):
        start = module.start(argument.holder)
        return start, start + len(argument.name)
    return module.start(node), module.end(node)
