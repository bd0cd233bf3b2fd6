"""Names and times of calls: ids for calls that have none, and instants in any usual spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b

from prompt_tests.recording import Json
from prompt_tests.recordings.canonical import canonical


def question_id(request: Mapping[str, Json]) -> str:
    """An id made from what is asked: the same question has the same one in every import."""
    digest = blake2b(canonical(request).encode("utf-8", "surrogatepass"), digest_size=6)
    return f"call-{digest.hexdigest()}"


def instant(value: Json) -> datetime | None:
    """The instant that *value* means: ISO 8601, or seconds, milliseconds... since 1970.

    In UTC; so is a time without a zone. None if it means none.
    """
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            at = datetime.fromisoformat(value.strip())
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            return None
        seconds = float(value)
        while seconds > 1e11:  # milli-, micro-, nanoseconds
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def elapsed_ms(start: Json, end: Json) -> float | None:
    """From the instant *start* to *end*; None if one is unknown, or *end* lies before *start*."""
    a, b = instant(start), instant(end)
    return None if a is None or b is None or b < a else round((b - a).total_seconds() * 1000, 3)


def iso(value: Json) -> str | None:
    """`instant` as ISO 8601 in UTC."""
    at = instant(value)
    return None if at is None else at.isoformat().replace("+00:00", "Z")
