"""`json_schema`: the answer is JSON that a JSON Schema accepts."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields
from prompt_tests.jsontext import parse

if TYPE_CHECKING:
    from prompt_tests.recording import Recording
    from prompt_tests.reply import Reply


@assertions.add
def json_schema(spec: Spec, recording: Recording) -> Test:
    """Fields: `schema`, optionally `fenced`. Draft 2020-12 unless `$schema` says otherwise."""
    fields(spec, {"schema": object}, {"fenced": bool})
    validator, fenced = validator_of(spec["schema"]), spec.get("fenced", False)

    def test(reply: Reply) -> str:
        parsed = parse(reply.text, fenced=fenced)
        if not parsed.ok:
            return f"the text is no JSON: {parsed.problem}"
        return complaint(validator, parsed.value)

    return test


def validator_of(schema: Any) -> Any:
    """A validator of *schema* that never fetches anything; raises Invalid when it is no schema."""
    if not isinstance(schema, (dict, bool)):
        raise Invalid("`schema` must be an object")
    return _validator(json.dumps(schema, sort_keys=True))


def complaint(validator: Any, value: Any) -> str:
    """The most telling reason why *value* is refused, with its path; empty when it is not."""
    from jsonschema.exceptions import best_match

    try:
        error = best_match(validator.iter_errors(value))
    except Exception as problem:  # noqa: BLE001 - references and patterns are the user's; any may raise
        raise Invalid(f"the schema could not be applied: {problem}") from None
    return "" if error is None else f"{error.json_path}: {error.message}"


@lru_cache(1024)
def _validator(schema_text: str) -> Any:
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import Draft202012Validator, validator_for
    from referencing import Registry

    schema = json.loads(schema_text)
    kind = validator_for(schema, default=Draft202012Validator)
    try:
        kind.check_schema(schema)
    except SchemaError as error:
        raise Invalid(f"`schema` is no JSON Schema: {error.json_path}: {error.message}") from None
    return kind(schema, registry=Registry())
