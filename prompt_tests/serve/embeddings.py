"""`/embeddings` for tests: vectors made of words and letters, the same for the same text always.

They are no model's. Texts that share words lie near each other, and that is all they know.
"""

from __future__ import annotations

import base64
import re
from array import array
from collections.abc import Iterator, Mapping
from math import sqrt
from zlib import crc32

from prompt_tests.recording import Json
from prompt_tests.serve.bodies import Refusal

DIMENSIONS, MOST_DIMENSIONS, MOST_TEXTS = 256, 3072, 2048


def embeddings(request: Mapping[str, Json]) -> dict[str, Json]:
    """The answer to *request* in OpenAI's shape; raises Refusal."""
    model, texts = request.get("model"), _texts(request.get("input"))
    if not isinstance(model, str) or not model:
        raise Refusal(400, "`model` must be a text", param="model")
    size = request.get("dimensions", DIMENSIONS)
    if type(size) is not int or not 1 <= size <= MOST_DIMENSIONS:
        raise Refusal(400, f"`dimensions` must be from 1 to {MOST_DIMENSIONS}", param="dimensions")
    as_text = request.get("encoding_format") == "base64"
    vectors = [vector(text, size) for text in texts]
    tokens = sum(len(text.split()) for text in texts)
    return {
        "object": "list",
        "model": model,
        "data": [
            {
                "object": "embedding",
                "index": index,
                "embedding": base64.b64encode(v.tobytes()).decode() if as_text else list(v),
            }
            for index, v in enumerate(vectors)
        ],
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def vector(text: str, size: int = DIMENSIONS) -> array[float]:
    """The vector of *text*, of length 1: each word and each three letters of one add to a place."""
    found = array("f", bytes(4 * size))
    for part in _parts(text):
        digest = crc32(part.encode("utf-8", "replace"))
        found[digest % size] += 1 if digest & 0x8000_0000 else -1
    length = sqrt(sum(value * value for value in found)) or 1.0
    return array("f", (value / length for value in found))


def _parts(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.lower()):
        yield word
        yield from (word[i : i + 3] for i in range(len(word) - 2))


def _texts(given: Json) -> list[str]:
    texts = [given] if isinstance(given, str) else given
    fits = isinstance(texts, list) and 1 <= len(texts) <= MOST_TEXTS
    if not fits or not all(isinstance(text, str) and text for text in texts):
        told = f"`input` must be a text that is not empty, or up to {MOST_TEXTS} of them"
        raise Refusal(400, told, param="input")
    return list(texts)
