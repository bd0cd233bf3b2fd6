"""The answer of an embeddings API, checked: a vector for each text, in the texts' order."""

from __future__ import annotations

from math import isfinite
from typing import Any

from prompt_tests.recording import Json
from prompt_tests.shapes.answer import Answer
from prompt_tests.shapes.check_response import error_fault, loads
from prompt_tests.shapes.deadline import Bounds
from prompt_tests.shapes.fault import Fault

MEMBER = "embeddings"
"""The member of the answer's message that holds the vectors."""


def read_embeddings(body: bytes, content_type: str, bounds: Bounds) -> Answer:
    """The vectors in the body of an answer, as its message; raises Fault."""
    value, flags = loads(body, bounds)
    told: dict[str, Any] = value if isinstance(value, dict) else {}
    if told.get("error"):
        raise error_fault("error_body", told["error"])
    rows = told.get("data")
    if not isinstance(rows, list) or not rows:
        raise Fault("bad_shape", f"no embeddings ({content_type or 'no type'})")
    rows = sorted(rows, key=_index)
    if any(_index(row) != place for place, row in enumerate(rows)):
        raise Fault("bad_shape", "not one embedding for each text")
    vectors = [_vector(row) for row in rows]
    if len({len(vector) for vector in vectors}) > 1:
        raise Fault("bad_shape", "embeddings of different length")
    usage, model = told.get("usage"), told.get("model")
    counted = {**usage, "completion_tokens": 0} if isinstance(usage, dict) else None
    return Answer(
        {MEMBER: vectors}, "stop", counted, model if isinstance(model, str) else None, flags
    )


def _index(row: Json) -> int:
    index = row.get("index") if isinstance(row, dict) else None
    if not isinstance(index, int):
        raise Fault("bad_shape", "an embedding without its index")
    return index


def _vector(row: Json) -> list[float]:
    found = row.get("embedding")
    if not isinstance(found, list) or not found or not all(map(_number, found)):
        raise Fault("bad_shape", "an embedding that is no list of numbers")
    if not any(found):
        raise Fault("bad_shape", "an embedding of zeros has no direction to compare")
    return [float(value) for value in found]


def _number(value: Json) -> bool:
    return type(value) in (int, float) and abs(value) < 1e9 and isfinite(value)
