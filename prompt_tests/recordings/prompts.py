"""The prompts behind recordings: what a team wrote, apart from what its users said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from prompt_tests.recording import Json, Recording
from prompt_tests.shapes import strict_json

WRITTEN = ("tools", "functions", "response_format")
"""Arguments that belong to the prompt as its text does."""
ROLES = ("system", "developer")


class Prompts:
    """The distinct prompts of the recordings that were added."""

    def __init__(self, recordings: Iterable[Recording] = ()) -> None:
        self._found: set[bytes] = set()
        for recording in recordings:
            self.add(recording)

    def add(self, recording: Recording) -> None:
        """Take in the prompt of *recording*; a request that has only its user's words has none."""
        if written := prompt_of(recording.request):
            text = strict_json.text_of(written, sort=True)
            self._found.add(hashlib.sha256(text.encode()).digest())

    @property
    def sha256(self) -> str:
        """The same as long as nobody edits a prompt, whatever the data; empty without prompts."""
        return hashlib.sha256(b"".join(sorted(self._found))).hexdigest() if self._found else ""


def prompt_of(request: Mapping[str, Json]) -> dict[str, Json]:
    """System and developer messages, tools and response format of *request*."""
    said = [message for message in request["messages"] if message.get("role") in ROLES]
    kept = {name: request[name] for name in WRITTEN if request.get(name)}
    return {**kept, "messages": said} if said else kept
