"""`json_schema`: the answer is JSON that a JSON Schema accepts."""

from __future__ import annotations

from prompt_tests.answers.jsontext import parse
from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply
from prompt_tests.shapes.schemas import SchemaTrouble, complaint, validator_of


@assertions.add
def json_schema(spec: Spec, recording: Recording) -> Test:
    """Fields: `schema`, optionally `fenced`. Draft 2020-12 unless `$schema` says otherwise."""
    fields(spec, {"schema": object}, {"fenced": bool})
    fenced = spec.get("fenced", False)
    try:
        validator = validator_of(spec["schema"])
    except SchemaTrouble as trouble:
        raise Invalid(str(trouble)) from None

    def test(reply: Reply) -> str:
        parsed = parse(reply.text, fenced=fenced)
        if not parsed.ok:
            return f"the text is no JSON: {parsed.problem}"
        try:
            return complaint(validator, parsed.value)
        except SchemaTrouble as trouble:
            raise Invalid(str(trouble)) from None

    return test
