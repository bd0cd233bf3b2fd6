"""Real answers of real models, when they are there: a regression is told from noise."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prompt_tests.recording import Recording, Response
from prompt_tests.recordings.read import read_recordings
from prompt_tests.recordings.write import write_recordings
from prompt_tests.serve.answers import Answers
from prompt_tests.serve.app import build
from prompt_tests.serve.background import background
from tests.replay.test_command import replay, verdict

GSM8K = (
    Path(__file__).resolve().parents[3]
    / "shared/practice/conversations/gsm8k_json_answers.jsonl.gz"
)

pytestmark = [
    pytest.mark.skipif(not GSM8K.exists(), reason="the practice data is not here"),
    pytest.mark.slow,
]


def converted() -> Iterator[Recording]:
    with gzip.open(GSM8K, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            gold = row["label"]["gold"].removeprefix("# ").replace(",", "")
            number = re.escape(gold)
            pattern = rf'"answer"\s*:\s*"?[^\d"-]{{0,3}}{number}(\.0+)?(?![\d])'
            yield Recording(
                id=row["id"],
                request={"model": row["model"], "messages": row["messages"]},
                response=Response(row["response"]["message"]),
                expect=({"type": "regex", "pattern": pattern},),
            )


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("practice") / "gsm8k.jsonl"
    write_recordings(converted(), path)
    return path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("gpt-4o-mini-2024-07-18", "gpt-3.5-turbo-0125", 1),
        ("Llama-3.1-405B-Inst-fp8@together", "Llama-3.1-405B-Inst@hyperbolic", 0),
    ],
)
def test_a_regression_is_told_from_noise(
    recordings: Path, tmp_path: Path, old: str, new: str, code: int
) -> None:
    with background(build(Answers(read_recordings(recordings)))) as url:
        words = [recordings, "--model", old, "--old", "recorded", "--new", f"x:{new}"]
        ended = replay(*words, "--endpoint", f"x={url}", "--out", tmp_path / "run")
    assert verdict(tmp_path / "run")["errors"] == {"old": 0, "new": 0}
    assert ended == code
