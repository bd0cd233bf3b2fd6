"""One small log of every format, written by hand in the shapes that the producers write."""

from __future__ import annotations

import json
from typing import Any

ASK = [{"role": "system", "content": "Be terse."}, {"role": "user", "content": "Say hello"}]
ANSWER = {"role": "assistant", "content": "Hello"}
BODY = {
    "id": "c1", "object": "chat.completion", "created": 1760000000, "model": "m-1",
    "choices": [{"index": 0, "message": ANSWER, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4},
}  # fmt: skip
SENT = {"model": "m", "messages": ASK, "temperature": 0.5}
PARTS = [{"type": "text", "content": "Say hello"}]
OTEL = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "m",
    "gen_ai.request.temperature": 0.5,
    "gen_ai.system_instructions": json.dumps([{"type": "text", "content": "Be terse."}]),
    "gen_ai.input.messages": json.dumps([{"role": "user", "parts": PARTS}]),
    "gen_ai.output.messages": json.dumps(
        [
            {
                "role": "assistant",
                "parts": [{"type": "text", "content": "Hello"}],
                "finish_reason": "stop",
            }
        ]
    ),
}


def otlp(attributes: dict[str, Any], events: list[Any] | None = None) -> dict[str, Any]:
    def listed(fields: dict[str, Any]) -> list[Any]:
        kinds = {str: "stringValue", float: "doubleValue", int: "intValue"}
        return [{"key": k, "value": {kinds[type(v)]: v}} for k, v in fields.items()]

    span = {
        "traceId": "t1", "spanId": "s1", "name": "chat m",
        "startTimeUnixNano": "1760000000000000000", "endTimeUnixNano": "1760000000250000000",
        "attributes": listed(attributes),
        "events": [{"name": n, "attributes": listed(a)} for n, a in events or []],
    }  # fmt: skip
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}


EVENTS = [
    ("gen_ai.system.message", {"content": "Be terse."}),
    ("gen_ai.user.message", {"content": "Say hello"}),
    ("gen_ai.choice", {"index": 0, "finish_reason": "stop", "message": json.dumps(ANSWER)}),
]


def lc(kind: str, text: str) -> dict[str, Any]:
    path = ["langchain", "schema", "messages", kind]
    return {"lc": 1, "type": "constructor", "id": path, "kwargs": {"content": text}}


def har(response: str, encoding: str | None = None) -> dict[str, Any]:
    content = {"mimeType": "application/json", "text": response}
    content |= {"encoding": encoding} if encoding else {}
    post = {"mimeType": "application/json", "text": json.dumps(SENT)}
    url = "https://api.example.org/v1/chat/completions"
    call = {
        "startedDateTime": "2026-01-01T00:00:00Z", "time": 250,
        "request": {"method": "POST", "url": url, "headers": [], "postData": post},
        "response": {"status": 200, "content": content},
        "timings": {"wait": 200, "receive": 50},
    }  # fmt: skip
    page = {
        "request": {"method": "GET", "url": "https://example.org/"},
        "response": {"status": 200},
    }
    return {"log": {"version": "1.2", "entries": [page, call]}}


SPAN = {"model": "m", "temperature": 0.5}
FLAT = {
    "openinference.span.kind": "LLM",
    "llm.model_name": "m-1",
    "llm.invocation_parameters": json.dumps(SPAN),
    "llm.input_messages.0.message.role": "system",
    "llm.input_messages.0.message.content": "Be terse.",
    "llm.input_messages.1.message.role": "user",
    "llm.input_messages.1.message.contents.0.message_content.type": "text",
    "llm.input_messages.1.message.contents.0.message_content.text": "Say hello",
    "llm.output_messages.0.message.content": "Hello",
}
NUMBERED = {
    "gen_ai.request.model": "m", "gen_ai.request.temperature": 0.5,
    "gen_ai.prompt.0.role": "system", "gen_ai.prompt.0.content": "Be terse.",
    "gen_ai.prompt.1.role": "user", "gen_ai.prompt.1.content": "Say hello",
    "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.content": "Hello",
    "gen_ai.completion.0.finish_reason": "stop",
}  # fmt: skip
RUN = {
    "id": "r1", "name": "ChatOpenAI", "run_type": "llm", "trace_id": "t",
    "start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-01T00:00:00.250Z",
}  # fmt: skip
OBSERVATION = {
    "id": "o1", "type": "GENERATION", "startTime": "2026-01-01T00:00:00Z", "traceId": "t1",
    "model": "m", "modelParameters": {"temperature": 0.5}, "input": ASK, "output": ANSWER,
}  # fmt: skip
LITELLM = {
    "id": "l1", "call_type": "acompletion", "status": "success", "model": "m", "messages": ASK,
    "model_parameters": {"temperature": 0.5}, "response": BODY, "startTime": 1760000000.0,
    "endTime": 1760000000.25, "request_tags": ["x"],
}  # fmt: skip
SPEND = {
    "request_id": "l2", "call_type": "acompletion", "model": "m",
    "startTime": "2026-01-01 00:00:00",
    "endTime": "2026-01-01 00:00:00.25", "messages": "{}", "response": json.dumps(BODY),
    "proxy_server_request": json.dumps(SENT),
}  # fmt: skip

LOGS: dict[str, tuple[str, Any]] = {
    "openai-batch": (
        "openai-batch",
        [
            {"custom_id": "1", "response": {"status_code": 200, "body": BODY}, "error": None},
            {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": SENT},
        ],
    ),
    "batch without method and url": (
        "openai-batch",
        [{"custom_id": "1", "body": SENT}, {"custom_id": "1", "response": {"body": BODY}}],
    ),
    "plain pair": ("plain", [{"request": SENT, "response": BODY}]),
    "openpipe pair": ("plain", [{"input": SENT, "output": BODY, "tags": {}}]),
    "otel in OTLP": ("otel-genai", [otlp(OTEL)]),
    "otel from a console": (
        "otel-genai", {"name": "chat", "context": {"span_id": "0x1"}, "attributes": OTEL},
    ),
    "otel bare": ("otel-genai", OTEL),
    "otel events": (
        "otel-genai",
        [otlp({"gen_ai.request.model": "m", "gen_ai.request.temperature": 0.5}, EVENTS)],
    ),
    "openinference": ("openinference", [otlp(FLAT)]),
    "openllmetry": ("openllmetry", [otlp(NUMBERED)]),
    "langfuse observation": ("langfuse", [OBSERVATION]),
    "langfuse trace": ("langfuse", {"trace": {"id": "t1"}, "observations": [OBSERVATION]}),
    "langfuse blob": (
        "langfuse",
        [
            {
                "id": "o1", "type": "GENERATION", "start_time": "2026-01-01 00:00:00.000000",
                "trace_id": "t", "provided_model_name": "m", "input": json.dumps(ASK),
                "model_parameters": json.dumps({"temperature": 0.5}), "output": json.dumps(ANSWER),
            }
        ],
    ),
    "litellm payload": ("litellm", [LITELLM]),
    "litellm in a logger's kwargs": ("litellm", [{"standard_logging_object": LITELLM}]),
    "litellm spend log": ("litellm", [SPEND]),
    "langsmith, OpenAI": (
        "langsmith", [{**RUN, "inputs": SENT, "outputs": BODY}],
    ),
    "langsmith, LangChain": (
        "langsmith",
        [
            {
                **RUN,
                "inputs": {
                    "messages": [
                        [lc("SystemMessage", "Be terse."), lc("HumanMessage", "Say hello")]
                    ],
                },
                "outputs": {"generations": [[{"message": lc("AIMessage", "Hello")}]]},
                "extra": {"invocation_params": SPAN},
            }
        ],
    ),
    "helicone": (
        "helicone",
        [
            {
                "request_id": "h1", "request_created_at": "2026-01-01T00:00:00Z", "delay_ms": 250,
                "request_body": SENT, "request_path": "/v1/chat/completions", "response_body": BODY,
                "response_status": 200,
            }
        ],
    ),
    "har": ("har", har(json.dumps(BODY))),
    "promptfoo": (
        "promptfoo",
        {
            "evalId": "e", "results": {"version": 3, "results": [
                {
                    "promptIdx": 0, "testIdx": 0, "provider": {"id": "openai:chat:m"},
                    "prompt": {"raw": json.dumps(ASK), "config": {"temperature": 0.5}},
                    "response": {"output": "Hello"}, "vars": {}, "latencyMs": 250,
                }
            ]},
        },
    ),
    "stored completion": (
        "stored-completions",
        [{**BODY, "model": "m", "temperature": 0.5, "messages": {"object": "list", "data": ASK}}],
    ),
}  # fmt: skip
"""name -> (format, rows of a JSON Lines file, or one JSON document)."""
