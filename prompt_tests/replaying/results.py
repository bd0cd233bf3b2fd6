"""One line of `results.jsonl`: an answer, whose it is, how it came, and a checksum over it all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from prompt_tests.recording import Json, Usage
from prompt_tests.reply import Failure, Reply, Side
from prompt_tests.shapes import strict_json
from prompt_tests.shapes.answer import MOST

_COUNTS = ("input", "output", "reasoning", "cached")
_CRC = b',"crc32":"'


@dataclass(frozen=True, slots=True)
class Key:
    """Whose answer it is: the recording's id, the side, and which of its answers (0: the first)."""

    case: str
    side: Side
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """An answer with its key and the attempts it took."""

    key: Key
    reply: Reply
    attempts: tuple[Mapping[str, Json], ...] = ()
    target: str = ""
    """The label of the target that was asked, `PROVIDER:MODEL`."""
    run: str = field(default="", compare=False)
    """The id of the run that it belongs to; empty in runs of versions that did not write it."""


def encode(result: Result) -> bytes:
    """*result* as one line that carries its own checksum."""
    key = result.key
    value: dict[str, Json] = {
        "case": key.case,
        "side": key.side,
        "repeat": key.repeat,
        "reply": dump_reply(result.reply),
        "attempts": list(result.attempts),
        "target": result.target,
        **({"run": result.run} if result.run else {}),
    }
    body = strict_json.bytes_of(value)
    return b'%s%s%08x"}\n' % (body[:-1], _CRC, zlib.crc32(body))


def decode(line: bytes) -> Result:
    """The result of *line*; raises ValueError when it is not exactly what `encode` wrote."""
    head, found, tail = line.rpartition(_CRC)
    if not found or tail.rstrip(b"\n") != b'%08x"}' % zlib.crc32(head + b"}"):
        raise ValueError("the checksum does not fit")
    value = json.loads(head + b"}")
    key = Key(value["case"], value["side"], value["repeat"])
    attempts = tuple(value["attempts"])
    reply, target = load_reply(value["reply"]), value["target"]
    return Result(key, reply, attempts, target, value.get("run", ""))


def dump_reply(reply: Reply) -> dict[str, Json]:
    """The JSON value of *reply*; fields that say nothing are left out."""
    counts = {name: getattr(reply.usage, name) for name in _COUNTS}
    usage = {name: count for name, count in counts.items() if count is not None}
    failure = reply.failure
    fields: dict[str, Json] = {
        "message": reply.message,
        "finish_reason": reply.finish_reason,
        "usage": usage or None,
        "model": reply.model,
        "latency_ms": reply.latency_ms,
        "ttft_ms": reply.ttft_ms,
        "attempts": reply.attempts,
        "cost_usd": reply.cost_usd,
        "failure": None if failure is None else asdict(failure),
        "flags": list(reply.flags) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def load_reply(value: Mapping[str, Any]) -> Reply:
    """The reply of a JSON value that `dump_reply` made; ValueError for measures that cannot be."""
    failure = value.get("failure")
    return Reply(
        message=value.get("message"),
        finish_reason=value.get("finish_reason"),
        usage=Usage(**{name: _measure(count) for name, count in value.get("usage", {}).items()}),
        model=value.get("model"),
        latency_ms=_measure(value.get("latency_ms")),
        ttft_ms=_measure(value.get("ttft_ms")),
        attempts=value.get("attempts", 1),
        cost_usd=_measure(value.get("cost_usd")),
        failure=None if failure is None else Failure(**failure),
        flags=tuple(value.get("flags", ())),
    )


def _measure(value: Any) -> Any:
    if value is not None and not 0 <= value <= MOST:  # NaN is neither
        raise ValueError(f"{value:.6g} measures nothing")
    return value
