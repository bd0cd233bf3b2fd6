"""Options that Vercel's AI SDK hands to one provider, beside the model that it is handed.

Source: github.com/vercel/ai, packages/deepseek and packages/openai-compatible, as of 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.contents import Room
from codemods.javascript.tree import Node, Script, is_text, key_of, member

if TYPE_CHECKING:
    from codemods.javascript.names import Client, Names

_ASKING = {"generateText", "streamText", "generateObject", "streamObject"}
_OPTIONS = "providerOptions"


def room_for_options(script: Script, names: Names, callee: Node, client: Client) -> Room:
    """Where `providerOptions` can stand beside `model: callee(ID)`."""
    span = script.span(callee)
    name, pair = _reader(script, names, callee, client), callee.parent.parent
    if not name or pair.type != "pair" or key_of(script, pair) != "model":
        return Room(span)
    call = pair.parent.parent.parent
    function = call.child_by_field_name("function") if call.type == "call_expression" else None
    if function is None or script.text(function) not in _ASKING:
        return Room(span)
    if given := member(script, pair.parent, _OPTIONS):
        return Room(span, said="thinking" in script.text(given))
    form = f", {_OPTIONS}: {{{{ {name}: {{{{ {{}} }}}} }}}}"
    return Room(span, script.offset(pair.end_byte), form)


def _reader(script: Script, names: Names, callee: Node, client: Client) -> str:
    """The name under which the provider looks for options, `""` when it knows no `thinking`.

    `@ai-sdk/deepseek` reads it; `@ai-sdk/openai-compatible` hands on whatever stands there, by the
    name that it was made with; others drop what they do not know.
    """
    package = names.packages.get(script.text(client.made), "")
    if package == "@ai-sdk/deepseek":
        return "" if script.text(callee).endswith(".responses") else "deepseek"
    if package == "@ai-sdk/openai-compatible" and client.options is not None:
        name = member(script, client.options, "name")
        text = script.text(name)[1:-1] if is_text(name) else ""
        return text if text.isidentifier() else ""
    return ""
