import io

import pytest

from migrate.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def logged(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, total: int, **kind: bool) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with Progress("replay", total, **kind) as progress:
        for number in range(total):
            progress.advance(note=f"err {number % 2}")
    return stream.getvalue()


def test_in_a_log_there_is_one_line_per_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = logged(monkeypatch, io.StringIO(), 1000).splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("replay 100/1000 err 1 eta ")
    assert lines[-1] == "replay 1000/1000 err 1"


def test_small_work_is_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logged(monkeypatch, io.StringIO(), 3).count("\n") == 3


def test_on_a_terminal_the_line_is_redrawn_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    output = logged(monkeypatch, Terminal(), 5)
    assert "\n" not in output
    assert "\x1b" not in output
    assert output.endswith(" \r")


def test_it_can_be_silenced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logged(monkeypatch, io.StringIO(), 50, quiet=True) == ""
    monkeypatch.setenv("LLM_CUTOVER_NO_PROGRESS", "1")
    assert logged(monkeypatch, Terminal(), 50) == ""


def test_a_hostile_note_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with Progress("replay", 1) as progress:
        progress.advance(note="\x1b]0;x\x07\n::error::y")
    assert stream.getvalue() == "replay 1/1 \\x1b]0;x\\x07 ::error::y\n"


def test_nothing_to_do_is_no_division_by_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logged(monkeypatch, io.StringIO(), 0) == ""
