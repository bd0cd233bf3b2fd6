"""Every file of the practice logs, counted once by the importer and once by other means.

The second count never goes through the importer: it looks for what makes a call in the raw text or
the bare JSON. Skipped where the practice data is not there.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from prompt_tests.logs.importing import import_logs
from prompt_tests.logs.keeping import Options
from prompt_tests.recordings.read import load

LOGS = Path(__file__).resolve().parents[3] / "shared" / "practice" / "logs"

pytestmark = pytest.mark.skipif(not LOGS.is_dir(), reason="the practice data is not here")


def cassette_calls(path: Path) -> int:
    chat = re.compile(r"^    uri: \S+/(?:chat/completions|responses)(?:\?\S*)?$", re.MULTILINE)
    return len(chat.findall(path.read_text("utf-8")))


def batch_calls(path: Path) -> int:
    return path.read_text("utf-8").count('"custom_id"')


def generations(path: Path) -> int:
    return len(re.findall(r'"type": ?"GENERATION"', path.read_text("utf-8")))


def spans(path: Path) -> int:
    return len(re.findall(r'"gen_ai\.request\.model"', path.read_text("utf-8")))


def model_events(path: Path) -> int:
    if path.suffix == ".eval":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.startswith("samples/")]
            samples = [json.loads(archive.read(name)) for name in names]
    else:
        samples = json.loads(path.read_text("utf-8"))["samples"]
    return sum(event["event"] == "model" for sample in samples for event in sample["events"])


COUNTS: dict[str, Callable[[Path], int]] = {
    "vcrpy/*.yaml": cassette_calls,
    "openai_batch/*input.jsonl": batch_calls,
    "langfuse/*.json": generations,
    "otel_genai/*.json": spans,
    "inspect_eval/*": model_events,
}
FILES = [(path, count) for glob, count in COUNTS.items() for path in sorted(LOGS.glob(glob))]


@pytest.mark.parametrize(("path", "count"), FILES, ids=lambda v: getattr(v, "name", ""))
def test_every_file_holds_as_many_calls_as_an_independent_count(
    tmp_path: Path, path: Path, count: Callable[[Path], int]
) -> None:
    totals = import_logs([path], tmp_path / "out.jsonl", Options(keep_all=True))
    assert totals.calls == count(path) > 0
    assert totals.written + totals.repeats == totals.calls
    assert len(load(tmp_path / "out.jsonl")) == totals.written


def test_a_batch_is_joined_whatever_the_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    totals = import_logs([LOGS / "openai_batch"], out, Options())
    assert (totals.calls, totals.written, totals.skipped.total()) == (3, 3, 0)
    answers = {r.id: r.response.message["content"][:5] for r in load(out) if r.response}
    assert answers == {"request-1": "The a", "request-2": '"Hola', "request-3": "1\n2\n3"}


def test_the_whole_folder_in_one_go(tmp_path: Path) -> None:
    totals = import_logs([LOGS], tmp_path / "out.jsonl", Options(keep_all=True))
    assert totals.calls == 121
    assert sum(totals.formats.values()) == 58
    assert totals.skipped == {
        "in no format we know": 1,  # the manifest
        "not a chat call: POST /v1/traces": 1,
    }


def test_streams_parallel_tools_and_packed_bodies_are_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    import_logs([LOGS / "vcrpy"], out, Options())
    recordings = {recording.id: recording for recording in load(out)}
    assert len(recordings) == 58

    def answer(name: str) -> dict[str, object]:
        (found,) = [r for r in recordings.values() if r.id.endswith(name)]
        assert found.response is not None
        return dict(found.response.message)

    parallel = answer("test_open_ai_function_calls_tools_streaming_parallel#0")["tool_calls"]
    assert isinstance(parallel, list)
    arguments = [json.loads(call["function"]["arguments"]) for call in parallel]
    assert len(arguments) == 2
    assert all("location" in each for each in arguments)
    thinking = answer("test_deepseek_model_thinking_stream#0")
    assert "reasoning_content" in thinking
    assert str(thinking["content"]).startswith("Hello")
    assert answer("test_tool_use_chain_of_two_calls#0")["tool_calls"]
