"""A repository about which git does not answer: nobody may take its silence for "nothing"."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.cli import run

PLAN = ["--recipe", "deepseek-v3-aliases", "--as-of", "2026-11-20", "--isolated"]
APP = 'import litellm\nlitellm.completion(model="deepseek/deepseek-chat", messages=[])\n'


@pytest.fixture
def broken(tree: Path) -> Path:
    """A folder with a `.git` in it that git refuses."""
    (tree / ".git").mkdir()
    (tree / "app.py").write_text(APP)
    return tree


@pytest.mark.parametrize("words", [["--changed"], ["--since", "HEAD"], ["--since", "main"]])
def test_what_changed_cannot_be_said(
    broken: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", *PLAN, *words]) == 2
    assert "git does not say what changed in" in capsys.readouterr().err


def test_nothing_is_written_where_uncommitted_changes_would_not_be_seen(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["apply", *PLAN]) == 2
    assert "not a git repository" in capsys.readouterr().err
    assert (broken / "app.py").read_text() == APP
    assert run(["apply", *PLAN, "--allow-dirty"]) == 0


def test_a_scan_says_that_it_heeds_no_gitignore(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", *PLAN]) == 1
    assert "  .gitignore: not heeded, git does not answer: not a" in capsys.readouterr().out


def test_a_variable_that_is_not_set_is_no_commit(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", *PLAN, "--since", ""]) == 2
    assert capsys.readouterr().err.startswith("llm-cutover: --since names no commit")
