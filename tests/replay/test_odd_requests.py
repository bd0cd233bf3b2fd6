"""Recordings are strangers' JSON: whatever stands in a request, asking it never breaks the run."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.catalogue import Catalogue
from prompt_tests.asking.endpoint import Target
from prompt_tests.asking.wire import body_of, headers_of
from prompt_tests.recording import Recording, Response
from prompt_tests.replaying import replay as running
from prompt_tests.replaying.intake import take_in
from prompt_tests.replaying.session import open_run
from prompt_tests.replaying.sides import Asking, Fixed, describe
from prompt_tests.replaying.store import read_results
from prompt_tests.rundir import RunInfo
from prompt_tests.serve.answers import Answers
from prompt_tests.shapes.conversation import conversation_key, tools_key
from tests.replay.fault_server import FaultServer

ATOMS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=8)
JSON = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
PARAMETERS = [
    "tools", "functions", "tool_choice", "response_format", "extra_body", "extra_headers",
    "extra_query", "stream", "stream_options", "max_tokens", "n", "stop", "temperature",
    "thinking", "reasoning_effort", "timeout", "metadata", "user",
]  # fmt: skip
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "system", "assistant", "tool", "developer", "x"])},
        optional={"content": JSON, "tool_calls": JSON, "tool_call_id": JSON, "name": JSON},
    ),
    min_size=1,
    max_size=3,
)
REQUESTS = st.fixed_dictionaries(
    {"model": st.sampled_from(["old-m", "deepseek-chat", "gpt-4o"]), "messages": MESSAGES},
    optional=dict.fromkeys(PARAMETERS, JSON),
)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(REQUESTS, st.sampled_from(["chat", "responses"]))
def test_any_request_can_be_prepared(request: dict[str, Any], api: Any) -> None:
    catalogue = Catalogue.shipped()
    owner = catalogue.provider("deepseek")
    card = catalogue.model("deepseek:deepseek-flash")
    recording = Recording("a", request, Response({"role": "assistant", "content": "x"}))
    for target in (
        Target("x:m", "x", "m", "http://127.0.0.1:9", api=api),
        Target("d", "deepseek", card.id, "http://127.0.0.1:9", owner=owner, card=card, api=api),
    ):
        asked = Fixed(target, catalogue, Asking(stream=None)).question(recording)
        body = json.loads(body_of(asked.request))
        assert body["model"] == target.model
        headers = headers_of(asked.request)
        assert all(value.isprintable() and value.isascii() for value in headers.values())
    assert conversation_key(request["messages"])
    assert tools_key(request)
    answers = Answers([recording])
    assert answers.find(request) is not None
    answers.nearest(request)


ODD: list[dict[str, Any]] = [
    {"extra_headers": {"x": 5, "y": "a\r\nEvil: 1", "z": None, "ok": "fine", "ü": "ö"}},
    {"extra_headers": "text"},
    {"extra_body": ["list"]},
    {"extra_query": {"a": {"b": [1, None]}}},
    {"extra_query": "a=b"},
    {"stream_options": 7, "stream": "yes"},
    {"tools": {"a": 1}},
    {"timeout": "soon"},
    {"messages": [{"role": "user", "content": "lone \ud800 surrogate \x00"}]},
    {"messages": [{"role": "user", "content": [{"type": "image_url"}, 3, None]}]},
    {"max_tokens": 10**400},
    {"model_": None, "stream": None},
]


@pytest.mark.parametrize("api", ["chat", "responses"])
def test_odd_requests_are_sent_and_each_ends_in_one_way(
    faults: FaultServer, tmp_path: Path, api: Any
) -> None:
    base = {"model": "old-m", "messages": [{"role": "user", "content": "hi"}]}
    target = Target("x:m", "x", "m", f"{faults.url}/good/odd/plain/{api}", api=api)
    live = Fixed(target, Catalogue({}), Asking())
    sides: Any = {"new": live}
    info = RunInfo("r", "0", "now", "x", "0", describe(None), describe(live))
    odd = (Recording(str(n), {**base, **more}) for n, more in enumerate(ODD))
    run = open_run(tmp_path, info, odd)
    assert take_in(run.recordings, "", sides).count == len(ODD)
    asyncio.run(running.replay(tmp_path, running.Work(sides), lambda _: None))
    results = list(read_results(run.results))
    assert len(results) == len(ODD) if api == "chat" else len(results) >= 10
    kinds = {r.reply.failure.kind if r.reply.failure else "ok" for r in results}
    assert kinds <= (
        {"ok", "bad_content_type"} if api == "chat" else {"bad_shape", "bad_content_type"}
    )
