"""How alike two texts are by their embeddings: which pairs a case needs, and what names a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from prompt_tests.answers.contract import recorded
from prompt_tests.recording import Json, Recording
from prompt_tests.reply import Reply

LONGEST = 6000
"""Characters of a text that are embedded: what every embedding model takes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text that is wanted and one that was answered, to be compared by *target*."""

    target: str
    """`PROVIDER:MODEL` of an embedding model."""
    wanted: str
    text: str

    @property
    def key(self) -> str:
        """What names the pair, by its content."""
        parts = (self.target, self.wanted, self.text)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def known(self) -> float | None:
        """What nobody need be asked for: the same text is 1, and an empty one is like no other."""
        if self.wanted == self.text:
            return 1.0
        return None if self.wanted and self.text else 0.0


def pair(target: str, wanted: str, reply: Reply) -> Pair:
    """The pair that the assertion on *reply* looks up."""
    return Pair(target, wanted[:LONGEST].strip(), reply.text[:LONGEST].strip())


def pairs(recording: Recording, replies: Iterable[Reply]) -> Iterator[Pair]:
    """All pairs that must be compared before the assertions of *recording* can be held."""
    specs = [spec for spec in recording.expect if embedder(spec)]
    for reply in replies if specs else ():
        for spec in specs if reply.ok else ():
            found = pair(embedder(spec), wanted_by(spec, recording), reply)
            if found.known is None:
                yield found


def embedder(spec: Json) -> str:
    """The embedding model that the assertion *spec* needs, empty when it needs none."""
    return str(spec.get("embeddings") or "") if spec.get("type") == "similarity" else ""


def wanted_by(spec: Json, recording: Recording) -> str:
    """The text that *spec* compares with: its own `value`, else the recorded answer."""
    before = recorded(recording)
    return str(spec.get("value", before.text if before else ""))
