"""The native format: what it refuses, with which words, and that nothing is lost on the way."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import prompt_tests
from migrate.errors import Trouble
from prompt_tests.assertions import make
from prompt_tests.recording import Recording
from prompt_tests.recordings.canonical import canonical
from prompt_tests.recordings.read import load, parse
from prompt_tests.recordings.write import dump, write_recordings

MINIMAL = {
    "schema": "llm-cutover/recording@1",
    "id": "a",
    "request": {"model": "m", "messages": [{"role": "user", "content": "hi"}]},
}
FULL = {
    **MINIMAL,
    "response": {
        "message": {"role": "assistant", "content": "hello"},
        "finish_reason": "length",
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
        "model": "m-2026",
        "latency_ms": 12.5,
        "ttft_ms": 3,
    },
    "repeats": [{"message": {"role": "assistant", "content": "hey"}, "finish_reason": "stop"}],
    "conversation": "c",
    "turn": 0,
    "expect": [{"type": "contains", "value": "hello"}],
    "tags": ["t"],
    "protected": True,
    "call_site": {"path": "app.py", "line": 3, "function": "f"},
    "source": {"format": "plain", "line": 1},
    "fidelity": ["truncated"],
}
SCHEMA = json.loads(
    (Path(prompt_tests.__file__).parent / "recording.schema.json").read_text("utf-8")
)


def changed(**fields: Any) -> dict[str, Any]:
    return {**MINIMAL, **fields}


def request(**fields: Any) -> dict[str, Any]:
    return {"request": {**MINIMAL["request"], **fields}}  # type: ignore[dict-item]


WRONG = [
    (changed(respones={}), "unknown field `respones`"),
    (changed(schema="llm-cutover/recording@2"), "`schema` must be 'llm-cutover/recording@1'"),
    ({k: v for k, v in MINIMAL.items() if k != "schema"}, "`schema` must be"),
    ({k: v for k, v in MINIMAL.items() if k != "id"}, "no `id`"),
    ({k: v for k, v in MINIMAL.items() if k != "request"}, "no `request`"),
    (changed(id=7), "`id` must be a non-empty text"),
    (changed(id=""), "`id` must be a non-empty text"),
    (changed(**request(messages=[])), "no messages"),
    (changed(**request(messages="hi")), "no messages"),
    (changed(**request(messages=["hi"])), "`request.messages[0]` must be an object with a `role`"),
    (changed(**request(messages=[{"content": "x"}])), "`request.messages[0]`"),
    (changed(**request(model=None)), "`request.model` must be a non-empty text"),
    (changed(response={"mesage": {}}), "unknown field `response.mesage`"),
    (changed(response={"message": "hello"}), "`response.message` must be an object"),
    (changed(response={"message": {}, "latency_ms": True}), "`response.latency_ms`"),
    (changed(response={"message": {}, "latency_ms": -1}), "`response.latency_ms`"),
    (changed(repeats=[{"text": ""}]), "unknown field `repeats[0].text`"),
    (changed(repeats={}), "`repeats` must be a list"),
    (changed(turn=-1), "`turn` must be a whole number from 0 or null"),
    (changed(turn=1.5), "`turn`"),
    (changed(turn=True), "`turn`"),
    (changed(tags="x"), "`tags` must be a list of texts"),
    (changed(tags=[1]), "`tags` must be a list of texts"),
    (changed(protected=1), "`protected` must be true or false"),
    (changed(expect=[{"value": "x"}]), "`expect[0]` must be an object with a `type`"),
    (changed(expect={"type": "contains"}), "`expect` must be a list"),
    (changed(call_site={"path": "a.py"}), "no `call_site.line`"),
    (changed(call_site={"path": "a.py", "line": 0}), "`call_site.line`"),
    (changed(call_site={"path": "a.py", "line": 1, "col": 2}), "unknown field `call_site.col`"),
    (changed(source="x"), "`source` must be an object"),
    (changed(fidelity=["x", None]), "`fidelity` must be a list of texts"),
    ([MINIMAL], "a recording must be a JSON object"),
    (None, "a recording must be a JSON object"),
]
RIGHT = [
    MINIMAL,
    FULL,
    changed(response=None, conversation=None, turn=None, call_site=None),
    changed(response={"usage": {}}),
    changed(response={"message": {}, "finish_reason": None, "latency_ms": 0}),
    changed(expect=[{"type": "anything", "of": ["one", "shelf"]}]),
    changed(**request(temperature=0, anything_new={"x": 1}, extra_body={"y": 2})),
]


@pytest.mark.parametrize(("value", "message"), WRONG, ids=[m for _, m in WRONG])
def test_a_wrong_recording_is_refused_and_told_why(value: Any, message: str) -> None:
    with pytest.raises(Trouble) as caught:
        parse(value)
    assert message in caught.value.message


@pytest.mark.parametrize("value", [v for v, _ in WRONG])
def test_the_schema_refuses_what_the_reader_refuses(value: Any) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(value)


@pytest.mark.parametrize("value", RIGHT)
def test_the_schema_accepts_what_the_reader_accepts(value: Any) -> None:
    parse(value)
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(value)
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(dump(parse(value)))


def test_an_unknown_field_is_answered_with_the_nearest_word() -> None:
    with pytest.raises(Trouble) as caught:
        parse(changed(respones={}))
    assert caught.value.hint == "did you mean 'response'?"


@pytest.mark.parametrize("value", [MINIMAL, FULL])
def test_dump_gives_back_what_was_read(value: dict[str, Any]) -> None:
    assert dump(parse(value)) == value


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz"])
def test_a_file_written_is_the_file_read(tmp_path: Path, name: str) -> None:
    recordings = [parse(MINIMAL), parse({**FULL, "id": "b \ud800 \u2028 é"})]
    assert write_recordings(recordings, tmp_path / name) == 2
    assert load(tmp_path / name) == recordings
    assert [p.name for p in tmp_path.iterdir()] == [name]


def lines(path: Path, *values: Any) -> Path:
    path.write_text("".join(json.dumps(v) + "\n" for v in values), "utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"schema": ', ":1: not JSON: Expecting value (column 12)"),
        (b"\n\n[1]\n", ":3: a recording must be a JSON object"),
        (b'{"id": "\xff"}', ":1: not UTF-8 (byte 9)"),
        (b'{"id": NaN}', ":1: not JSON: NaN is no JSON value"),
        (b'{"id": 1e999}', ":1: not JSON: 1e999 is no JSON value"),
        (b"[" * 100_000, ":1: JSON nested too deep"),
        (b'{"id": ' + b"9" * 10_000 + b"}", ":1: not JSON: Exceeds the limit"),
        (b"\x1f\x8b\x08garbage", ":1: damaged gzip"),
        (gzip.compress(b"x" * 10_000, mtime=0)[:-20], ":1: damaged gzip"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        load(path)
    assert caught.value.message.startswith(f"{path}{message}")


def test_the_same_id_is_fine_for_another_model_and_refused_for_the_same(tmp_path: Path) -> None:
    other = changed(**request(model="m2"))
    assert len(load(lines(tmp_path / "a.jsonl", MINIMAL, other))) == 2
    with pytest.raises(Trouble, match=r"b.jsonl:3: id 'a' with model 'm' was there before"):
        load(lines(tmp_path / "b.jsonl", MINIMAL, other, FULL))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(MINIMAL).encode() + b"\r\n\r\n")
    assert [r.id for r in load(path)] == ["a"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no such file"):
        load(tmp_path / "none.jsonl")


def test_a_failing_source_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = lines(tmp_path / "r.jsonl", MINIMAL)
    before = path.read_bytes()

    def torn() -> Any:
        yield parse(FULL)
        raise Trouble("torn")

    with pytest.raises(Trouble, match="torn"):
        write_recordings(torn(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["r.jsonl"]


def test_written_files_are_private(tmp_path: Path) -> None:
    write_recordings([parse(MINIMAL)], tmp_path / "r.jsonl")
    assert (tmp_path / "r.jsonl").stat().st_mode & 0o777 == 0o600


MESSAGES = [{"role": "user", "content": "hi"}]
SAME: list[dict[str, Any]] = [
    {"model": "m", "messages": MESSAGES, "temperature": 1},
    {"temperature": 1.0, "messages": MESSAGES, "model": "m"},
    {"model": "m", "messages": MESSAGES, "temperature": 1, "stream": True, "seed": None},
    {"model": "m", "messages": MESSAGES, "extra_body": {"temperature": 1}},
    {
        "model": "m",
        "messages": [{"content": "hi", "role": "user", "name": None}],
        "temperature": 1,
        "timeout": 3,
    },
]
OTHERS: list[dict[str, Any]] = [
    {"model": "m2", "messages": MESSAGES, "temperature": 1},
    {"model": "m", "messages": MESSAGES, "temperature": 0},
    {"model": "m", "messages": MESSAGES},
    {"model": "m", "messages": MESSAGES * 2, "temperature": 1},
    {"model": "m", "messages": MESSAGES, "temperature": 1, "tools": []},
    {"model": "m", "messages": MESSAGES, "temperature": 1.5},
]


def test_one_question_has_one_canonical_text() -> None:
    assert len({canonical(item) for item in SAME}) == 1
    assert len({canonical(item) for item in [SAME[0], *OTHERS]}) == 7


def test_a_recording_is_a_value() -> None:
    assert parse(MINIMAL) == Recording(id="a", request=MINIMAL["request"])  # type: ignore[arg-type]


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    twice = '{"schema": "llm-cutover/recording@1", "id": "a", "id": "b", "request": {}}'
    path = tmp_path / "r.jsonl"
    path.write_text("\n" + twice + "\n", "utf-8")
    with pytest.raises(Trouble, match=r"r\.jsonl:2: a key stands twice in one object \('id'\)"):
        load(path)


def test_a_wrong_assertion_is_named_with_file_and_line(tmp_path: Path) -> None:
    wrong = {**MINIMAL, "expect": [{"type": "regexx"}]}
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(wrong) + "\n", "utf-8")
    (recording,) = load(path)
    with pytest.raises(Trouble, match=r"r\.jsonl:1: recording 'a', assertion 1: "):
        make(recording)
