"""Short extracts of long text: what a case is about, and where two answers part."""

from __future__ import annotations

from collections.abc import Mapping

from prompt_tests.recording import Json, Recording

TITLE = 110
EXCERPT = 160


def title(recording: Recording) -> str:
    """What the last user message says, on one line."""
    asked = [message for message in recording.messages if message.get("role") == "user"]
    last = asked[-1:] or recording.messages[-1:]
    return cut(content_text(last[0].get("content")) if last else "", TITLE)


def cut(text: str, limit: int) -> str:
    """*text* on one line of at most *limit* characters."""
    flat = " ".join(text[: limit * 8].split())
    return flat if len(flat) <= limit and len(text) <= limit * 8 else flat[: limit - 1] + "…"


def parting(old: str, new: str, limit: int = EXCERPT) -> tuple[str, str]:
    """Both texts around the place where they part, each at most *limit* characters."""
    same = shared_start(old, new)
    start = max(0, same - limit // 3)
    lead = "…" if start else ""
    return lead + cut(old[start:], limit - 1), lead + cut(new[start:], limit - 1)


def shared_start(old: str, new: str) -> int:
    """How many characters at the start of both texts are the same."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def content_text(content: Json) -> str:
    """The text of a message's content; other parts are named with their size."""
    if isinstance(content, list):
        return "\n".join(map(_part, content))
    return content if isinstance(content, str) else "" if content is None else repr(content)


def _part(part: Json) -> str:
    if not isinstance(part, Mapping):
        return str(part)
    if isinstance(part.get("text"), str):
        return str(part["text"])
    kind = str(part.get("type", "part"))
    given = part.get(kind)
    address = given.get("url") if isinstance(given, Mapping) else given
    if not isinstance(address, str):
        return f"[{kind}, {len(repr(part)):,} characters]"
    if not address.startswith("data:"):
        return f"[{kind} {cut(address, EXCERPT)}]"
    head, _, data = address.partition(",")
    media = head.removeprefix("data:").partition(";")[0]
    return f"[{kind}, {cut(media, 60)}, {len(data) * 3 // 4:,} bytes]"
