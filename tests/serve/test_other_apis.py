"""`serve`'s Responses API and batch API, through the openai client."""

from __future__ import annotations

import json

import openai
import pytest

from prompt_tests.recording import Recording, Response
from tests.serve.test_serve import ASK, CALL, TOOL, client, recording

FLAT = {"type": "function", "strict": False, **TOOL["function"]}


def test_a_response_says_what_was_recorded() -> None:
    with client(recording("In the post.")) as made:
        answer = made.responses.create(model="m", input=ASK[0]["content"])
        as_list = made.responses.create(model="m", input=ASK)
    assert answer.output_text == "In the post."
    assert answer.status == "completed"
    assert answer.usage is not None
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (7, 3)
    assert as_list.output_text == "In the post."


def test_a_streamed_response_says_the_same() -> None:
    with (
        client(recording("In the post.\nReally — naïve.")) as made,
        made.responses.stream(model="m", input=ASK) as stream,
    ):
        deltas = [event.delta for event in stream if event.type == "response.output_text.delta"]
        final = stream.get_final_response()
    assert "".join(deltas) == "In the post.\nReally — naïve."
    assert final.output_text == "In the post.\nReally — naïve."


def test_function_calls_come_back() -> None:
    message = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    with client(recording(message, tools=[TOOL])) as made:
        answer = made.responses.create(model="m", input=ASK, tools=[FLAT])
    call = answer.output[0]
    assert (call.type, call.call_id, call.name) == ("function_call", "call_1", "find_order")
    assert json.loads(call.arguments) == {"id": "A-1", "deep": {"x": [1, 2]}}


def test_a_cut_answer_is_incomplete() -> None:
    cut = Recording(
        "a",
        {"model": "m", "messages": ASK},
        Response({"role": "assistant", "content": "In"}, "length"),
    )
    with client(cut) as made:
        answer = made.responses.create(model="m", input=ASK)
    assert answer.status == "incomplete"
    assert answer.incomplete_details is not None
    assert answer.incomplete_details.reason == "max_output_tokens"


def test_history_kept_on_a_server_cannot_be_answered() -> None:
    with client(recording("x")) as made, pytest.raises(openai.BadRequestError):
        made.responses.create(model="m", input="x", previous_response_id="resp_1")


def test_a_batch_is_answered_line_by_line() -> None:
    rows = [
        {"custom_id": "good", "method": "POST", "url": "/v1/chat/completions",
         "body": {"model": "m", "messages": ASK}},
        {"custom_id": "miss", "method": "POST", "url": "/v1/chat/completions",
         "body": {"model": "m", "messages": [{"role": "user", "content": "?"}]}},
    ]  # fmt: skip
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    with client(recording("In the post.")) as made:
        file = made.files.create(file=("in.jsonl", content), purpose="batch")
        batch = made.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
        )
        batch = made.batches.retrieve(batch.id)
        assert batch.status == "completed"
        assert batch.request_counts is not None
        assert (batch.request_counts.completed, batch.request_counts.failed) == (1, 1)
        assert batch.output_file_id
        assert batch.error_file_id
        out = [json.loads(x) for x in made.files.content(batch.output_file_id).text.splitlines()]
        bad = [json.loads(x) for x in made.files.content(batch.error_file_id).text.splitlines()]
        assert made.files.delete(file.id).deleted
        with pytest.raises(openai.NotFoundError):
            made.batches.create(
                input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
            )
    assert out[0]["custom_id"] == "good"
    assert out[0]["response"]["body"]["choices"][0]["message"]["content"] == "In the post."
    assert bad[0]["response"]["status_code"] == 404
