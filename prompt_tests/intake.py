"""The recordings of a run: chosen, checked and counted before the first call is made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrate.errors import NothingMatched, Trouble, nearest
from prompt_tests.assertions import make
from prompt_tests.read import read_recordings
from prompt_tests.recording import Recording
from prompt_tests.reply import Side
from prompt_tests.sides import Live
from prompt_tests.write import encode


@dataclass(slots=True)
class Intake:
    """What a first reading of the recordings found."""

    count: int = 0
    answered: int = 0
    """Recordings with a response."""
    asserted: int = 0
    models: dict[str, int] = field(default_factory=dict)
    sha256: str = ""
    adaptations: dict[Side, dict[str, None]] = field(default_factory=dict)
    """Per live side, every sentence that says what was adapted, once, in order."""


def chosen(path: Path, model: str) -> Iterator[Recording]:
    """The recordings of *path*; of *model* only, unless it is empty."""
    return (r for r in read_recordings(path) if not model or r.model == model)


def take_in(path: Path, model: str, sides: Mapping[Side, Live]) -> Intake:
    """Read the recordings once; raises Trouble for what cannot be replayed.

    That is: none at all, an id that two models share (say which to take), an assertion that
    makes no sense.
    """
    found, digest = Intake(adaptations={side: {} for side in sides}), hashlib.sha256()
    seen: set[str] = set()
    shared = False
    for recording in chosen(path, model):
        shared = shared or recording.id in seen
        seen.add(recording.id)
        found.count += 1
        found.answered += recording.response is not None
        found.asserted += bool(recording.expect)
        found.models[recording.model] = found.models.get(recording.model, 0) + 1
        digest.update(encode(recording))
        make(recording)
        for side, live in sides.items():
            found.adaptations[side].update(dict.fromkeys(live.request(recording)[1]))
    if not found.count:
        raise NothingMatched(
            f"{path}: no recordings{f' of {model!r}' if model else ''}", hint=_hint(path, model)
        )
    if shared:
        names = ", ".join(sorted(found.models))
        raise Trouble(
            f"{path} holds the same cases for several models", hint=f"--model, one of: {names}"
        )
    found.sha256 = digest.hexdigest()
    return found


def _hint(path: Path, model: str) -> str:
    return nearest(model, {r.model for r in read_recordings(path)}) if model else ""
