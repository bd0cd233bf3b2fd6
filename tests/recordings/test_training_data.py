"""Training data and exports as real files have them: LLaMA-Factory's, OpenAI's, Helicone's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prompt_tests.logs.importing import import_logs
from prompt_tests.logs.keeping import Options
from prompt_tests.recordings.read import load
from tests.recordings.logs_by_format import ANSWER, ASK, SENT
from tests.recordings.test_formats import imported


def test_training_data_for_preferences_holds_the_answer_that_was_chosen(tmp_path: Path) -> None:
    openai = {
        "input": {"messages": ASK, "tools": [], "parallel_tool_calls": True},
        "preferred_output": [ANSWER],
        "non_preferred_output": [{"role": "assistant", "content": "no"}],
    }
    chosen = {
        "conversations": [{"from": "human", "value": "a"}],
        "chosen": {"from": "gpt", "value": "b"},
        "rejected": {"from": "gpt", "value": "c"},
    }
    for row in (openai, chosen):
        (only,), totals = imported(tmp_path, [row])
        assert only.response is not None
        assert only.response.message["content"] in ("Hello", "b")
        assert not totals.skipped


@pytest.mark.parametrize("kind", ["images", "audios"])
def test_media_that_only_a_path_beside_the_texts_names_is_missing(
    tmp_path: Path, kind: str
) -> None:
    said = [{"role": "user", "content": "<image>Who?"}, ANSWER]
    turns = [{"from": "human", "value": "<image>Who?"}, {"from": "gpt", "value": "b"}]
    for row in ({"messages": said, kind: ["a.jpg"]}, {"conversations": turns, kind: ["a.jpg"]}):
        (only,), _ = imported(tmp_path, [row])
        assert "media_missing" in only.fidelity


def test_parts_may_call_their_text_a_value_and_calls_may_have_no_ids(tmp_path: Path) -> None:
    """As LLaMA-Factory writes them."""
    call = {"type": "tool_call", "value": '{"name": "f", "arguments": {"a": 1}}'}
    told = {"role": "tool", "content": [{"type": "text", "value": "7"}]}
    row = {
        "messages": [
            {"role": "user", "content": [{"type": "text", "value": "How many?"}], "loss_weight": 0},
            {"role": "assistant", "content": [{"type": "reasoning", "value": "hm"}, call]},
            told,
            {"role": "assistant", "content": [{"type": "text", "value": "Seven"}]},
        ],
        "tools": '[{"type": "function", "function": {"name": "f"}}]',
    }
    (only,), _ = imported(tmp_path, [row])
    asked, called, result = only.messages
    assert asked["content"] == "How many?"
    assert called["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"a":1}'}
    assert called["tool_calls"][0]["id"] == result["tool_call_id"]
    assert only.response is not None
    assert only.response.message["content"] == "Seven"


def test_a_text_part_without_its_text_is_a_cut_request(tmp_path: Path) -> None:
    row = {"messages": [{"role": "user", "content": [{"type": "text", "words": "x"}]}, ANSWER]}
    (only,), _ = imported(tmp_path, [row])
    assert "truncated" in only.fidelity


def test_a_helicone_stream_is_put_together_from_its_chunks(tmp_path: Path) -> None:
    def chunk(delta: Any, reason: str | None = None) -> Any:
        return {"model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

    chunks = [chunk({"content": "Hel"}), chunk({"content": "lo"}, "stop")]
    row = {
        "request_id": "r", "request_created_at": "2026-01-01T00:00:00Z", "request_path": "/v1",
        "request_body": SENT, "response_status": 200,
        "response_body": {"streamed_data": chunks},
    }  # fmt: skip
    (only,), _ = imported(tmp_path, [row])
    assert only.response is not None
    assert only.response.message["content"] == "Hello"


def test_helicones_csv_has_no_answers_and_doubles_its_quotes(tmp_path: Path) -> None:
    body = json.dumps(SENT).replace('"', '""' * 2)
    log = tmp_path / "log.csv"
    log.write_text(
        "response_id,response_created_at,response_status,request_created_at,request_body\n"
        f'"r1","2026-01-01T00:00:01Z","200","2026-01-01T00:00:00Z","{body}"\n',
    )
    import_logs([log], tmp_path / "out.jsonl", Options())
    (only,) = load(tmp_path / "out.jsonl")
    assert (only.id, only.request["temperature"], only.messages) == ("r1", 0.5, ASK)
    assert only.fidelity == ("response_missing",)
