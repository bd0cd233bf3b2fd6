"""When two requests are the same question: one text per question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
    kept = dict(_asked(request))
    messages = kept.get("messages")
    if isinstance(messages, list):
        kept["messages"] = [_without_nulls(message) for message in messages]
    return strict_json.text_of(kept, sort=True)


def question_key(request: Mapping[str, Json]) -> int:
    """A number of a request, the same for the same question: `canonical` within one process."""
    said = (_key(message.items()) for message in request["messages"])
    return hash((_key(pair for pair in _asked(request) if pair[0] != "messages"), *said))


def _asked(request: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """The arguments that make a difference to the answer."""
    extra = fields(request.get("extra_body"))
    for name, value in ({**request, **extra} if extra else request).items():
        if value is not None and name not in DELIVERY and name != "extra_body":
            yield name, _plain(value)


def _key(pairs: Iterable[tuple[str, Json]]) -> int:
    """Of what is not null. Texts count as they are: hashing them is cheap, and remembered."""
    return hash(
        frozenset(
            (name, value if isinstance(value, str) else (_shown(value),))
            for name, value in pairs
            if value is not None
        )
    )


def _shown(value: Json) -> str:
    return strict_json.text_of(value, sort=True) if isinstance(value, (dict, list)) else repr(value)


def _plain(value: Json) -> Json:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _without_nulls(message: Json) -> Json:
    if not isinstance(message, dict):
        return message
    return {name: value for name, value in message.items() if value is not None}
