"""The scrubber's figures: recall, false alarms, speed, and time on hostile text.

    python -m tests.bench.recordings_scrub

Recall is over 42 kinds x 12 places x 10 samples, and apart from that over keys that were broken in
two; false alarms are over made-up messages full of hashes, UUIDs and base64, and over the practice
conversations where those are at hand. Hostile texts are of one megabyte each.
"""

from __future__ import annotations

import base64
import gzip
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from prompt_tests.recording import Recording
from prompt_tests.recordings.pii import Level
from prompt_tests.recordings.scrub import Scrubber
from prompt_tests.shapes import strict_json
from tests.recordings import planted
from tests.recordings.test_scrub import leaks

PRACTICE = Path(__file__).resolve().parents[3] / "shared" / "practice" / "conversations"
HOSTILE = [
    "sk-", "-sk-", "eyJ", "eyJ.", "-eyJ", "eyJabcdefgh.eyJ", "AKIA", "password: ", "password=",
    "secret=", "://a:", "://", "a://b:c@", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----\n",
    "a" * 50 + "\n", "%25", "%", "%41", "\\n", "token is ", "bearer ", "Bearer: ", "xoxb-1-",
    "'\"`*_)", "[", '{"a":', "AccountKey=", "0123456789:AA", "+1 ", "+123 456", "a@", "a@b.", "1.",
    "1.1.1.", "DE89 ", "DE89", "4 ", "4111 ", ":", "::1", "token:token_", "api key ", "sk-a\n",
    "sk-proj-\n   ", "x" * 30, "A1b2C3d4E5f6G7h8I9j0" * 3 + " ", "QUJD", "LLM|1|", "|", "Q~aQ~",
    "key-", "-us1", "(020) ", "hooks.slack.com/services/T", "glc_", "SG.aaaaaaaaaaaaaaaaaaaaaa.",
]  # fmt: skip


def recall(places: dict[str, Callable[[str], list[dict[str, Any]]]]) -> tuple[int, int]:
    """(found, planted)."""
    found = total = 0
    for kind, make in planted.KINDS.items():
        for place, put in places.items():
            for n in range(10):
                key = make(Random(f"bench {kind} {place} {n}"))
                recording = Recording("a", {"model": "m", "messages": put(key)})
                clean = Scrubber().scrubbed(recording)[0]
                found += not leaks(json.dumps(clean.messages), key)
                total += 1
    return found, total


def clean_messages(count: int) -> Iterator[str]:
    """Messages that hold much that looks like a key and is none."""
    random = Random(7)
    words = ["the", "quick", "token", "key", "password", "secret", "session", "commit", "hash"]
    for _ in range(count):
        text = random.choices(words, k=20)
        code = base64.b64encode(random.randbytes(random.choice((24, 57, 300)))).decode()
        hashed = planted.run(random, random.choice((32, 40, 64)), planted.HEX)
        text[5:5] = [code, hashed, str(UUID(int=random.getrandbits(128))), f"call_{code[:24]}"]
        yield " ".join(text)


def practice_lines() -> Iterator[tuple[str, int]]:
    """(line, messages in it) of the practice conversations."""
    for path in sorted(PRACTICE.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                held = [*row["messages"], row["response"]["message"]]
                yield strict_json.text_of(held), len(held)


def slowest() -> tuple[float, str]:
    """Seconds of CPU for the worst hostile megabyte, with everything switched on."""
    worst = (0.0, "")
    for piece in HOSTILE:
        text = (piece * (10**6 // len(piece) + 1))[: 10**6]
        recording = Recording("a", {"model": "m", "messages": planted.user(text)})
        began = time.process_time()
        Scrubber(Level.STRICT).scrubbed(recording)
        worst = max(worst, (time.process_time() - began, piece))
    return worst


def main() -> None:
    """Print the figures."""
    for name, places in (("12 places", planted.CONTEXTS), ("broken in two", planted.HARDER)):
        found, total = recall(places)
        print(f"recall, {name}: {found} of {total} ({found / total:.2%})")  # noqa: T201
    scrubber = Scrubber()
    alarms = sum(
        scrubber.line(strict_json.text_of({"content": text})) is not None
        for text in clean_messages(40_000)
    )
    print(f"false alarms: {alarms} in 40,000 made-up clean messages")  # noqa: T201
    size = messages = alarms = 0
    began = time.process_time()
    for line, count in practice_lines():
        alarms += scrubber.line(line) is not None
        size, messages = size + len(line), messages + count
    if messages:
        rate = size / 1e6 / (time.process_time() - began)
        print(f"false alarms: {alarms} in {messages:,} real messages; {rate:.0f} MB/s read too")  # noqa: T201
    seconds, piece = slowest()
    print(f"{len(HOSTILE)} hostile megabytes: the slowest ({piece!r}) {seconds:.2f} s")  # noqa: T201


if __name__ == "__main__":
    main()
