import json
from pathlib import Path

import pytest

from migrate.cli import run


def checks(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    document = json.loads(capsys.readouterr().out)
    return {check["name"]: (check["state"], check["words"]) for check in document["checks"]}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_a_sound_installation_is_ok(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--as-of", "2026-11-20", "-f", "json"]) == 0
    found = checks(capsys)
    assert {state for state, _ in found.values()} <= {"ok", "note"}
    assert found["configuration"] == ("ok", "none here: the defaults hold")
    assert found["templates"][0] == "ok"


def test_keys_are_named_and_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPSEEK_API_KEY", "do-not-show-me")
    assert run(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert "DEEPSEEK_API_KEY" in out
    assert "do-not-show-me" not in out + err


def test_a_broken_configuration_is_named_and_fails(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "llm-cutover.toml").write_text("recipies = []\n")
    assert run(["doctor", "-f", "json"]) == 1
    state, words = checks(capsys)["configuration"]
    assert state == "wrong"
    assert "llm-cutover.toml:1" in words
    assert run(["doctor", "--isolated"]) == 0


def test_without_git_it_says_what_is_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "relative:folders")
    assert run(["doctor", "-f", "json"]) == 0
    assert checks(capsys)["git"][0] == "note"


def test_a_journal_that_cannot_be_written_fails(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert run(["doctor", "-f", "json"]) == 1
    assert checks(capsys)["journal"][0] == "wrong"
