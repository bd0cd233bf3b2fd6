"""When two requests are the same question: one text per question."""

from __future__ import annotations

from collections.abc import Mapping

from prompt_tests.recording import Json
from prompt_tests.shapes import strict_json
from prompt_tests.shapes.loose import fields

DELIVERY = frozenset({"stream", "stream_options", "timeout", "extra_headers", "extra_query"})
"""Arguments that change how an answer is brought, not what is asked."""


def canonical(request: Mapping[str, Json]) -> str:
    """A stable key of a request: canonical JSON of model, messages, tools and parameters.

    What makes no difference on the wire makes none here: order of fields, arguments that are
    null, `1` or `1.0`, `extra_body` or its content beside the others, streamed or not.
    """
    merged = {**request, **fields(request.get("extra_body"))}
    kept = {
        name: _plain(value)
        for name, value in merged.items()
        if value is not None and name not in DELIVERY and name != "extra_body"
    }
    messages = kept.get("messages")
    if isinstance(messages, list):
        kept["messages"] = [_without_nulls(message) for message in messages]
    return strict_json.text_of(kept, sort=True)


def _plain(value: Json) -> Json:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _without_nulls(message: Json) -> Json:
    if not isinstance(message, Mapping):
        return message
    return {name: value for name, value in message.items() if value is not None}
