"""Secrets out of recordings, before their first byte reaches a disk."""

from __future__ import annotations

import json
from collections import Counter

from migrate.secrets import mask
from prompt_tests import strict_json
from prompt_tests.read import parse
from prompt_tests.recording import Recording
from prompt_tests.write import dump


class Scrubber:
    """Finds and replaces secrets; counts what kind was found."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def scrubbed(self, recording: Recording) -> Recording:
        """*recording* without secrets."""
        text = strict_json.text_of(dump(recording))
        clean = mask(text)
        return recording if clean == text else parse(json.loads(clean))
