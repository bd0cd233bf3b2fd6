"""What a call of Amazon's would be as a chat completion: a suggestion in the code's own names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.calls.bedrock import renamed, settings_of
from codemods.python.calls.conversation import display_of, entries_of, messages_of, systems_of
from codemods.python.calls.templates import turns_of
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.python.calls.sink import Sink
    from codemods.python.flow.arguments import Argument
    from codemods.python.flow.value import Of
    from codemods.python.syntax.module import Module
    from migrate.catalogue.provider import Provider

_LONG = 60
_TURN = '{"role": turn["role"], "content": turn["content"][0]["text"]} for turn in '
_TOOL = (
    '[{{"type": "function", "function": {{"name": tool["toolSpec"]["name"], '
    '"parameters": tool["toolSpec"]["inputSchema"]["json"]}}}} for tool in {}["tools"]]'
)


def suggested(of: Of, sink: Sink, target: Provider, model: str, thinking: str) -> str:
    """What a chat completion for the call of *sink* would look like, in a sentence; or `""`."""
    func = sink.call.func
    if "modelId" not in sink.given.named or not isinstance(func, ast.Attribute):
        return ""
    settings, left = _settings(sink, target)
    prompt = '[{"role": "user", "content": ...}]'
    for entries, module in _bodies(of, sink):
        settings |= renamed(entries, module, target.parameters)
        prompt = _prompt(entries, module) or prompt
    tools = sink.given.named.get("toolConfig")
    settings |= {"tools": _TOOL.format(_said(tools))} if tools else {}
    streams = last_name(func).endswith("stream")
    settings |= {"stream": "True"} if streams else {}
    switch = f'{{"thinking": {{"type": "{thinking}"}}}}'
    settings |= {"extra_body": switch} if thinking else {}
    given = "".join(f", {name}={code}" for name, code in settings.items())
    url, key, client = target.base_url, target.key_variable, sink.module.text(func.value)
    read = "each chunk's .choices[0].delta" if streams else f"{_reply(sink)}.choices[0].message"
    also = f"; {', '.join(left)} must be seen to" if left else ""
    return (
        f'; with {client} = OpenAI(base_url="{url}", api_key=os.environ["{key}"]) it is '
        f'{client}.chat.completions.create(model="{model}", '
        f"messages={_messages(sink) or prompt}{given}), and the text {read}.content{also}"
    )


def _reply(sink: Sink) -> str:
    """What the reply is called, or `""`."""
    around = sink.module.parents.get(sink.call)
    return ast.unparse(around.targets[0]) if isinstance(around, ast.Assign) else ""


def _settings(sink: Sink, target: Provider) -> tuple[dict[str, str], list[str]]:
    """Limit and sampling by their new names, and the settings that have none."""
    config = sink.given.named.get("inferenceConfig")
    known = settings_of(sink, target.parameters)
    if known is not None or config is None:
        return known or {}, []
    table = entries_of(display_of(config))
    fresh = renamed(table, config.module, target.parameters)
    left = [
        name for name, value in table.items() if config.module.text(value) not in fresh.values()
    ]
    return fresh, left or ([] if table else [_said(config)])


def _prompt(entries: dict[str, ast.expr], module: Module) -> str:
    """The messages that the prompt among *entries* stands for, or `""`."""
    prompt = entries.get("prompt")
    if prompt is None:
        return ""
    text = " ".join(module.text(prompt).split())
    named = f'[{{"role": "user", "content": {text} without its template}}]'
    return turns_of(prompt, module) or (named if len(text) <= _LONG else "")


def _messages(sink: Sink) -> str:
    """The messages of a ``converse``: as they are written, or made of the list that is named."""
    given, system = sink.given.named.get("messages"), sink.given.named.get("system")
    plain = messages_of(sink)
    if plain or given is None or not isinstance(given.value, (ast.Name, ast.Attribute)):
        return plain or ""
    turns = f"{_TURN}{_said(given)}"
    first = [turn for turn in systems_of(system) if turn] if system else []
    if system and not first:
        first = [f'{{"role": "system", "content": {_said(system)}[0]["text"]}}']
    return f"[{', '.join(first)}, *({turns})]" if first else f"[{turns}]"


def _said(argument: Argument) -> str:
    return " ".join(argument.module.text(argument.value).split())


def _bodies(of: Of, sink: Sink) -> Iterator[tuple[dict[str, ast.expr], Module]]:
    """What the JSON of a `body` holds, wherever it is put together."""
    argument = sink.given.named.get("body")
    for made in of(argument.value, argument.module) if argument is not None else ():
        call = made.node
        for given in call.args[:1] if isinstance(call, ast.Call) else ():
            for value in of(given, made.module):
                yield entries_of(value.node), value.module
