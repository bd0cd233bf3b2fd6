"""What is measured besides passing: valid tool calls, shares with honest intervals, identity."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from prompt_tests.judging.gate import decide
from prompt_tests.judging.judge import judge
from prompt_tests.judging.verdict_file import as_json
from prompt_tests.recordings.prompts import Prompts
from prompt_tests.reply import Case
from prompt_tests.rundir import Gate
from prompt_tests.statistics.means import share_interval
from prompt_tests.verdict import Metric
from tests.verdict.world import case, recording, says, table

TOOL = {
    "type": "function",
    "function": {
        "name": "book",
        "parameters": {"type": "object", "properties": {"seat": {"type": "integer"}}},
    },
}
GOOD, WRONG_TYPE, NO_JSON = ("book", '{"seat": 1}'), ("book", '{"seat": "1"}'), ("book", "{seat")
INVENTED = ("fly", "{}")
NUMBERS = count()


def measured(name: str, cases: list[Case]) -> Metric:
    metrics = decide(judge(cases), Gate()).metrics
    return next(metric for metric in metrics if metric.name == name)


def calling(old: list[tuple[str, str]], new: list[tuple[str, str]], **request: Any) -> Case:
    tools = {"tools": [TOOL], **request}
    return case(f"c{next(NUMBERS)}", says(calls=old), says(calls=new), expect=(), request=tools)


def test_a_call_is_valid_when_its_tool_was_offered_and_takes_the_arguments() -> None:
    cases = [calling([GOOD], [GOOD]) for _ in range(6)]
    cases += [calling([GOOD], [bad]) for bad in (WRONG_TYPE, NO_JSON, INVENTED)]
    cases += [calling([GOOD, GOOD], []), case("text only", "x", "y", expect=())]
    metric = measured("valid tool calls", cases)
    assert (metric.old, metric.new, metric.n, metric.of) == (1.0, 6 / 9, 10, (11, 9))
    assert metric.unit == "share of calls"
    assert metric.ci is not None
    assert metric.ci[0] < -1 / 3 < metric.ci[1]


@pytest.mark.parametrize("request_", [{"tools": []}, {"tools": [TOOL, {"type": "web_search"}]}])
def test_what_the_request_does_not_say_makes_no_call_invalid(request_: dict[str, Any]) -> None:
    metric = measured("valid tool calls", [calling([GOOD], [GOOD], **request_) for _ in "ab"])
    assert (metric.old, metric.new) == (1.0, 1.0)


def test_custom_tools_and_the_older_functions_are_offered_too() -> None:
    custom = {"type": "custom", "custom": {"name": "fly"}}
    older = {"tools": None, "functions": [TOOL["function"]]}
    assert measured("valid tool calls", [calling([], [INVENTED], tools=[TOOL, custom])]).new == 1.0
    assert measured("valid tool calls", [calling([GOOD], [INVENTED], **older)]).new == 0.0
    old, new = (
        says(None, function_call={"name": "book", "arguments": given})
        for given in ('{"seat": 1}', '{"seat": 2}')
    )
    judged = judge([case("c", old, new, expect=(), request=older)])[0]
    assert judged.reasons == ("tool.argument_value",)


def test_without_tool_calls_there_is_no_share_of_them() -> None:
    metric = measured("valid tool calls", table(0, 0, 5))
    assert (metric.old, metric.new, metric.ci, metric.n) == (None, None, None, 0)


def test_seeing_no_refusal_is_not_being_certain_of_none() -> None:
    low, high = measured("refusals", table(0, 0, 10)).ci or (0, 0)
    assert low == -high
    assert 0.25 < high < 0.35


def test_the_interval_of_shares_of_one_is_bonett_and_prices_with_students_quantile() -> None:
    # b = 1 lost, c = 0 won of n = 8: shares 2/10 and 1/10, D = -0.1; sample variance over 10;
    # t(7) = 2.36462
    old, new = [(1, 1)] * 8, [(0, 1)] + [(1, 1)] * 7
    half = 2.36462 * ((0.2 + 0.1 - 0.01) / 10 * 10 / 9) ** 0.5
    assert share_interval(old, new, range(8)) == pytest.approx((-0.1 - half, -0.1 + half), abs=1e-5)


def test_turns_of_one_conversation_give_no_interval() -> None:
    assert share_interval([(1, 1)] * 9, [(0, 1)] * 9, ["one"] * 9) is None


def test_metrics_stand_in_verdict_json_with_what_they_are_of() -> None:
    told = as_json(decide(judge([calling([GOOD], [GOOD, GOOD])] * 3), Gate()))["metrics"]
    assert next(m for m in told if m["name"] == "valid tool calls")["of"] == (3, 6)


def test_prompts_are_the_same_as_long_as_nobody_edits_one() -> None:
    def prompts(*texts: str, users: str = "?") -> str:
        said = [
            [{"role": "system", "content": t}, {"role": "user", "content": users}] for t in texts
        ]
        return Prompts(recording("r", request={"messages": m}) for m in said).sha256

    assert prompts("be brief", "be kind") == prompts("be kind", "be brief", "be kind", users="!")
    assert prompts("be brief") != prompts("be brief.")
    assert Prompts([recording("r")]).sha256 == ""
    assert Prompts([recording("r", request={"tools": [TOOL]})]).sha256 != ""
