"""Amazon's `converse`, spelled as a chat completion, where that can be done exactly."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.calls.conversation import display_of, entries_of, messages_of
from codemods.python.calls.facts import bedrock
from codemods.python.syntax.names import last_name
from codemods.rewriting.changes import Change, DropKeyword, RenameCallee, RenameKeyword, SetKeyword

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codemods.python.calls.sink import Sink
    from codemods.python.syntax.module import Module
    from migrate.catalogue.model import ParameterRule


def respellable(sink: Sink) -> bool:
    """Whether the ``converse`` of *sink* can be written as a chat completion."""
    return respelled(sink, ()) is not None


def respelled(sink: Sink, rules: Iterable[ParameterRule]) -> tuple[Change, ...] | None:
    """The changes that make the ``converse`` of *sink* a chat completion under *rules*.

    None where that cannot be written exactly: messages that are built elsewhere, images, tools.
    """
    messages, settings = messages_of(sink), settings_of(sink, rules)
    here = all(argument.holder in sink.call.keywords for argument in sink.given.named.values())
    if messages is None or settings is None or not here or sink.call.args:
        return None
    func = sink.call.func
    if not isinstance(func, ast.Attribute):
        return None
    streams = sink.shape is not None and last_name(func) == sink.shape.streams
    gone = [name for name in ("system", "inferenceConfig") if name in sink.given.named]
    return (
        RenameCallee(f"{sink.module.text(func.value)}.chat.completions.create"),
        RenameKeyword("modelId", "model"),
        SetKeyword("messages", messages),
        *(DropKeyword(name) for name in gone),
        *(SetKeyword(name, code) for name, code in settings.items()),
        *((SetKeyword("stream", "True"),) if streams else ()),
    )


def settings_of(sink: Sink, rules: Iterable[ParameterRule]) -> dict[str, str] | None:
    """Limit and sampling by their new names, None where there are others."""
    config = sink.given.named.get("inferenceConfig")
    if config is None:
        return {}
    table = display_of(config)
    entries, names = entries_of(table), _names(rules)
    if not entries or not names.keys() >= entries.keys():
        return None
    if table is config.value:
        return renamed(entries, config.module, rules)
    held = config.module.text(config.value)
    return {names[name]: f'{held}["{name}"]' for name in entries}


def renamed(
    entries: dict[str, ast.expr], module: Module, rules: Iterable[ParameterRule]
) -> dict[str, str]:
    """The code of the settings that a chat completion has, too, by their names there."""
    names = _names(rules)
    return {names[n]: module.text(value) for n, value in entries.items() if n in names}


def _names(rules: Iterable[ParameterRule]) -> dict[str, str]:
    """What limit and sampling are called in a chat completion under *rules*, by Amazon's names."""
    renames = [rule.value for rule in rules if rule.parameter == "max_tokens"]
    limit = next((str(name) for name in renames if isinstance(name, str)), "max_tokens")
    return {name: limit if new == "max_tokens" else new for name, new in bedrock().items()}
