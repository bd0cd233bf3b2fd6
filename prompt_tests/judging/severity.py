"""Which case a reader should see first."""

from __future__ import annotations

from prompt_tests.answers.reasons import REASONS
from prompt_tests.judgement import JudgedCase

_STATUS = {"regressed": 0, "error": 1, "fixed": 2, "changed": 3, "same": 4}
_WEIGHT = {code: place for place, code in enumerate(REASONS)}


def severity(case: JudgedCase) -> tuple[int, bool, int, str]:
    """A sort key: status, protected ones first, the weight of the leading reason, the id."""
    weight = min((_WEIGHT.get(code, 999) for code in case.reasons), default=999)
    recording = case.case.recording
    return _STATUS[case.status], not recording.protected, weight, recording.id
