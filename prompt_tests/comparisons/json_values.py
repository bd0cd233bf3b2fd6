"""JSON answers, path by path: what is missing, extra, of another type, value or order."""

from __future__ import annotations

from collections.abc import Iterator

from prompt_tests.answers.jsondiff import differences
from prompt_tests.answers.jsontext import parse
from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

KINDS = {
    "missing": "json.missing",
    "extra": "json.extra",
    "type": "json.type",
    "value": "json.value",
    "order": "json.order",
    "incomplete": "json.incomplete",
}


@comparisons.add
def json_values(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`json.*` for answers that both hold JSON, bare or fenced."""
    before, after = parse(old.text, fenced=True), parse(new.text, fenced=True)
    if not (before.ok and after.ok):
        return
    if not (isinstance(before.value, (dict, list)) or isinstance(after.value, (dict, list))):
        return
    for change in differences(before.value, after.value):
        yield Difference(KINDS[change.kind], change.path, change.old, change.new)
