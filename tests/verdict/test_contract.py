"""What a recorded answer promises, and what keeps or breaks the promise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from prompt_tests.answers.contract import breaks
from prompt_tests.judging.judge import judge_one
from prompt_tests.reply import Case, Reply
from tests.verdict.rundirs import response
from tests.verdict.world import recording, says

SCHEMA = {"type": "object", "required": ["sum"], "properties": {"sum": {"type": "number"}}}
TOOLS = {"tools": [{"type": "function", "function": {"name": "pay", "parameters": SCHEMA}}]}


def broken(before: Reply | str, after: Reply | str) -> list[str]:
    sides = [reply if isinstance(reply, Reply) else says(reply) for reply in (before, after)]
    return list(breaks(recording(request=TOOLS), *sides))


def pay(arguments: str) -> Reply:
    return says(calls=[("pay", arguments)])


KEPT: list[tuple[Reply | str, Reply | str]] = [
    ("words", "other words"),
    ("", ""),
    ("", "now a text"),
    ('{"a": 1, "b": null}', '{"b": 7, "a": 2.5, "c": 1}'),
    ('{"a": [1, 2]}', '{"a": []}'),
    ('{"a": []}', '{"a": ["x"]}'),
    ("[]", "[1]"),
    ("```json\n{}\n```", "```json\n{}\n```"),
    ("```json\n{}\n```", "{}"),
    ("text", "    ```\n    indented code, no fence"),
    ("5", "five"),
    ("I can't help with that.", "I won't help with that."),
    (says("x", finish="length"), says("y", finish="length")),
    (pay('{"sum": 5}'), pay('{"sum": 7.5, "to": "x"}')),
]
BROKEN: list[tuple[Reply | str, Reply | str, str]] = [
    ("words", "", "the answer is empty"),
    ("words", "I'm sorry, but I cannot help with that.", "the answer refuses"),
    ("words", says("wor", finish="length"), "the answer was cut at the token limit"),
    ("words", "```\nwords\n```", "the answer stands in a code fence"),
    ('{"a": 1}', '{"a": 1', "the answer is not bare JSON: Expecting ',' delimiter"),
    ('{"a": 1}', "{}", "$.a is missing"),
    ('{"a": 1}', '{"a": "1"}', "$.a is text, not a number"),
    ('{"a": true}', '{"a": 1}', "$.a is a number, not true or false"),
    ('{"a": {"b": []}}', '{"a": {"b": {}}}', "$.a.b is an object, not a list"),
    ('[{"x": 1}]', '[{"x": 1}, {}]', "$[1].x is missing"),
    ("[1]", "1", "$ is a number, not a list"),
    (pay('{"sum": 5}'), "I paid.", "the tool 'pay' is not called"),
    (pay('{"sum": 5}'), pay('{"sum": "5"}'), "the arguments of 'pay' break its schema: $.sum"),
    (pay('{"sum": 5}'), pay("{}"), "the arguments of 'pay' break its schema: $"),
    (pay('{"sum": 5}'), pay('{"sum":'), "the arguments of 'pay' are no JSON object"),
]


@pytest.mark.parametrize(("before", "after"), KEPT)
def test_the_promise_is_kept(before: Reply | str, after: Reply | str) -> None:
    assert broken(before, after) == []


@pytest.mark.parametrize(("before", "after", "reason"), BROKEN)
def test_the_promise_is_broken(before: Reply | str, after: Reply | str, reason: str) -> None:
    assert broken(before, after)[0].startswith(reason)


def judged(new: str, **fields: Any) -> Any:
    asked = recording(response=response(json.dumps({"a": 1})), expect=[{"type": "contract"}])
    return judge_one(Case(asked, (says('{"a": 1}'),), (says(new),)))


def test_as_an_assertion_the_contract_regresses_a_case() -> None:
    assert judged('{"a": 2}').status == "changed"
    found = judged('```json\n{"a": 1}\n```')
    assert found.status == "regressed"
    assert found.new_checks[0].reason.startswith("the answer stands in a code fence")


def test_a_tool_schema_that_is_none_breaks_no_contract_and_no_run() -> None:
    tools = {
        "tools": [{"type": "function", "function": {"name": "pay", "parameters": {"type": 5}}}]
    }
    assert list(breaks(recording(request=tools), pay("{}"), pay("{}"))) == []
