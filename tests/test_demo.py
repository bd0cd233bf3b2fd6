"""The demo, whole: real servers on loopback, real git, the application's own tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from prompt_tests.recordings.read import load


@dataclass(frozen=True)
class Demo:
    folder: Path
    outcome: str
    ended: subprocess.CompletedProcess[str]

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def verdict(self) -> dict[str, Any]:
        return json.loads((self.run / "verdict.json").read_text("utf-8"))


RECORDINGS = Path(__file__).resolve().parents[1] / "templates" / "demo" / "recordings"


def run_demo(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "migrate", "demo", "--dir", str(folder), *words],
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module", params=["", "--fixed"], ids=["as it is", "fixed"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    words = [request.param] if request.param else []
    return Demo(folder, "GO" if words else "NO-GO", run_demo(folder, *words))


def test_it_ends_with_its_verdict_and_the_reports_path(demo: Demo) -> None:
    assert demo.ended.returncode == 0, demo.ended.stderr
    assert demo.ended.stdout == f"{demo.run / 'report.html'}\n"
    verdict = demo.verdict
    assert (verdict["outcome"], verdict["n"], verdict["margin"]) == (demo.outcome, 60, 0.05)
    assert verdict["errors"] == {"old": 0, "new": 0}


def test_the_regression_is_the_reason_and_stands_first(demo: Demo) -> None:
    page = (demo.run / "report.html").read_text("utf-8")
    if demo.outcome == "GO":
        assert demo.verdict["protected_flips"] == []
        return
    assert demo.verdict["protected_flips"] == ["refund-09"]
    assert "refund-09" in demo.verdict["reasons"][0]
    sections = {part.partition("<")[0]: part for part in re.split(r"<h2[^>]*>", page)}
    worst = next(part for head, part in sections.items() if "regression" in head)
    shown = re.findall(r"(?:triage|draft|order|refund)-\d\d", worst)
    assert shown[0] == "refund-09"


def test_the_sample_moves_and_keeps_what_must_stay(demo: Demo) -> None:
    desk = demo.folder / "desk-app" / "desk"
    settings = (desk / "settings.py").read_text("utf-8")
    assert 'os.environ.get("DESK_MODEL", "deepseek-flash")' in settings
    assert 'BILLED_IN_JUNE = {"deepseek-chat": 41.20, "deepseek-reasoner": 12.75}' in settings
    assert 'model="deepseek/deepseek-chat"' in (desk / "client.py").read_text("utf-8")
    triage = (desk / "triage.py").read_text("utf-8")
    assert triage.count('extra_body={"thinking": {"type": "disabled"}}') == 2
    refunds = (desk / "refunds.py").read_text("utf-8")
    assert refunds.count('extra_body={"thinking": {"type": "enabled"}}') == 1


def test_the_recordings_say_that_they_were_written_for_the_demo() -> None:
    for path in RECORDINGS.glob("*.jsonl"):
        for recording in load(path):
            note = "written for the llm-cutover demo; no model produced it"
            assert recording.source["note"] == note


def test_the_demo_does_not_write_into_a_folder_that_is_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ended = run_demo(tmp_path)
    assert ended.returncode == 2
    assert "is not empty" in ended.stderr
