"""The straight way: answers in, verdict out and back."""

from __future__ import annotations

from pathlib import Path

from prompt_tests import verdict_file
from prompt_tests.gate import decide
from prompt_tests.judge import judge
from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Reply
from prompt_tests.rundir import Gate


def says(text: str) -> Reply:
    return Reply(message={"role": "assistant", "content": text}, finish_reason="stop")


def case(number: int, old: str, new: str) -> Case:
    request = {"model": "old", "messages": [{"role": "user", "content": "?"}]}
    expect = ({"type": "regex", "pattern": "refund|billing"},)
    recording = Recording(f"case-{number}", request, expect=expect)
    return Case(recording, (says(old),), (says(new),))


def test_twenty_points_lost_on_sixty_cases_is_no_go(tmp_path: Path) -> None:
    cases = [case(i, "refund", "refund" if i >= 12 else "escalate") for i in range(60)]
    verdict = decide(judge(cases), Gate())
    assert verdict.outcome == "NO-GO"
    assert verdict.flips.p == 0.00048828125
    verdict_file.write(verdict, tmp_path / "verdict.json")
    assert verdict_file.read(tmp_path / "verdict.json") == verdict
