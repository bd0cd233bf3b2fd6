"""What real producers write, cut down: shapes that were seen by running them against `serve`.

openinference-instrumentation-openai 0.1.66, opentelemetry-instrumentation-openai 0.33.12 and
0.62.4, opentelemetry-instrumentation-openai-v2 2.3b0, litellm 1.106.2, langsmith 0.14.17 (alone
and under langchain-openai 1.7.3), promptfoo 0.121.20.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prompt_tests.logs.importing import import_logs
from prompt_tests.logs.keeping import Options, Totals
from prompt_tests.recording import Recording
from prompt_tests.recordings.read import load
from tests.recordings.command import run, write_lines
from tests.recordings.logs_by_format import ASK, BODY, LITELLM, NUMBERED, OTEL, RUN, lc

CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
PIXEL = "data:image/png;base64,[base64_data truncated: 72B]"


def imported(tmp_path: Path, *rows: Any) -> tuple[list[Recording], Totals]:
    log, out = write_lines(tmp_path / "log.jsonl", *rows), tmp_path / "out.jsonl"
    totals = import_logs([log], out, Options(keep_all=True))
    return load(out), totals


def console(attributes: dict[str, Any]) -> dict[str, Any]:
    context = {"span_id": "0x1", "trace_id": "0x2"}
    return {"name": "openai.chat", "context": context, "attributes": attributes, "events": []}


def test_spans_whose_tracer_kept_only_roles_are_no_calls(tmp_path: Path) -> None:
    """openai-v2 without content capture still logs an event for every message."""

    def event(name: str, body: Any) -> dict[str, Any]:
        return {"event_name": name, "span_id": "0x1", "body": body, "attributes": {}}

    said = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant"}}
    rows = [
        console({"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"}),
        event("gen_ai.system.message", {}),
        event("gen_ai.user.message", {}),
        event("gen_ai.choice", said),
        {**console(OTEL), "context": {"span_id": "0x9"}},
    ]
    recordings, totals = imported(tmp_path, *rows)
    assert [r.id for r in recordings] == ["0x9"]
    assert totals.skipped == {"a call whose messages were not recorded": 1}


def test_one_message_without_its_content_is_a_cut_request(tmp_path: Path) -> None:
    """OpenLLMetry 0.33 leaves out a content that has images."""
    log = {k: v for k, v in NUMBERED.items() if k != "gen_ai.prompt.1.content"}
    (only,), _ = imported(tmp_path, console(log))
    assert only.fidelity == ("truncated",)


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"type": "json_object"}, {"type": "json_object"}),
        (
            {"type": "object", "title": "City"},
            {
                "type": "json_schema",
                "json_schema": {"name": "City", "schema": {"type": "object", "title": "City"}},
            },
        ),
    ],
)
def test_openllmetry_keeps_a_schema_or_the_whole_format(
    tmp_path: Path, schema: Any, shape: Any
) -> None:
    told = {**OTEL, "gen_ai.request.structured_output_schema": json.dumps(schema)}
    (only,), _ = imported(tmp_path, console(told))
    assert only.request["response_format"] == shape


def test_the_report_says_what_a_format_has_no_field_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = write_lines(tmp_path / "log.jsonl", console(OTEL))
    ran = run(capfd, "import", log, "-o", tmp_path / "out.jsonl", "--json")
    assert "otel-genai has no field for tool_choice, parallel_tool_calls" in ran.err
    assert ran.json["unnamed"]["otel-genai"][0] == "tool_choice"


def test_litellm_cuts_images_and_adds_a_field_of_its_own(tmp_path: Path) -> None:
    image = {"type": "image_url", "image_url": {"url": PIXEL}}
    message = {"role": "assistant", "content": "Hello", "provider_specific_fields": {}}
    answer = {**BODY, "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
    seen = {**LITELLM, "messages": [{"role": "user", "content": [image]}], "response": answer}
    (only,), _ = imported(tmp_path, seen)
    assert only.fidelity == ("media_missing",)
    assert only.response is not None
    assert only.response.message == {"role": "assistant", "content": "Hello"}


def test_langchain_counts_tokens_in_the_metadata_of_the_run(tmp_path: Path) -> None:
    usage = {"input_tokens": 11, "output_tokens": 5, "total_tokens": 16}
    run_ = {
        **RUN,
        "inputs": {"messages": [[lc("HumanMessage", "Say hello")]]},
        "outputs": {"generations": [[{"message": lc("AIMessage", "Hello")}]]},
        "extra": {"invocation_params": {"model": "m"}, "metadata": {"usage_metadata": usage}},
    }
    (only,), _ = imported(tmp_path, run_)
    assert only.response is not None
    assert only.response.usage == {
        "prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16,
    }  # fmt: skip


def test_promptfoo_keeps_parameters_with_the_provider_and_calls_as_a_list(tmp_path: Path) -> None:
    def row(label: str, output: Any) -> dict[str, Any]:
        return {
            "promptIdx": 0, "testIdx": 0, "provider": {"id": "openai:chat:m", "label": label},
            "prompt": {"raw": json.dumps(ASK), "label": label, "config": {}},
            "response": {"output": output, "finishReason": "stop"}, "failureReason": 0,
        }  # fmt: skip

    def provider(label: str, **config: Any) -> dict[str, Any]:
        config = {"apiKey": "[REDACTED]", "apiBaseUrl": "http://x/v1", **config}
        return {"id": "openai:chat:m", "label": label, "config": config}

    providers = [provider("a", temperature=0, max_tokens=9), provider("b", tools=[TOOL])]
    results = {"version": 3, "results": [row("a", "Hello"), row("b", [CALL])]}
    (first, second), _ = imported(
        tmp_path, {"evalId": "e", "results": results, "config": {"providers": providers}}
    )
    assert (first.request["temperature"], first.request["max_tokens"]) == (0, 9)
    assert first.fidelity == ()
    assert second.request["tools"] == [TOOL]
    assert second.fidelity == ("params_missing",)  # promptfoo's own max_tokens is not logged
    assert second.response is not None
    assert second.response.message == {"role": "assistant", "content": None, "tool_calls": [CALL]}


def test_spans_of_langfuses_sdk(tmp_path: Path) -> None:
    """langfuse 5.0.3: fills in parameters that were not given, keeps images elsewhere."""
    filled = {
        "temperature": 1, "max_tokens": "Infinity", "top_p": 1, "frequency_penalty": 0,
        "presence_penalty": 0,
    }  # fmt: skip
    shape = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}

    def span(name: str, said: Any, **more: Any) -> dict[str, Any]:
        own = {
            "type": "generation",
            "input": json.dumps(said),
            "output": json.dumps({"role": "assistant", "content": "Hello"}),
            "model.name": "m",
            "model.parameters": json.dumps({**filled, **more.pop("params", {})}),
            "usage_details": json.dumps({"prompt_tokens": 3, "completion_tokens": 1}),
            **more,
        }
        return console({f"langfuse.observation.{key}": value for key, value in own.items()}) | {
            "context": {"span_id": name, "trace_id": "0x2"}
        }

    recordings, totals = imported(
        tmp_path,
        span("tools", {"tools": [TOOL], "messages": ASK}, params={"temperature": 0.3, "seed": 7}),
        span("shape", ASK, **{"metadata.response_format": json.dumps(shape)}),
    )
    tools, shaped = (dict(recording.request) for recording in recordings)
    assert totals.formats == {"langfuse": 1}
    assert tools == {"model": "m", "messages": ASK, "tools": [TOOL], "temperature": 0.3, "seed": 7}
    assert shaped == {"model": "m", "messages": ASK, "response_format": shape}
    assert [recording.fidelity for recording in recordings] == [(), ()]
