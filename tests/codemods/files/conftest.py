"""A throw-away home for journals and caches, and findings made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.finding import Action, Finding
from codemods.source import Source


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return home


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def finding(path: str, old: str, new: str, group: str = "", action: Action = "rewrite") -> Finding:
    """The finding that *old* becomes *new* at its first place in the file."""
    source = Source.read(path)
    assert isinstance(source, Source)
    start = source.text.index(old)
    end = start + len(old)
    span = source.span(start, end)
    return source.finding("test", span, action, "because", new=new, group=group)
