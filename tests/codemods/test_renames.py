"""`--model OLD=NEW` is a rename that somebody asked for: it needs no call and no known host."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

ASKED = "--model gpt-4o=gpt-4o-mini"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('CONFIG = [{"model": "gpt-4o"}]\n', 'CONFIG = [{"model": "gpt-4o-mini"}]\n'),
        ('if model == "gpt-4o":\n    pass\n', 'if model == "gpt-4o-mini":\n    pass\n'),
        ('CHOICES = ["gpt-4o", "o3"]\n', 'CHOICES = ["gpt-4o-mini", "o3"]\n'),
        ('assert NAME == "gpt-4o"\n', 'assert NAME == "gpt-4o-mini"\n'),
    ],
)
def test_a_rename_as_asked(tmp_path: Path, before: str, after: str) -> None:
    assert Project(tmp_path, {"app.py": before}).apply(ASKED) == {"app.py": after}


@pytest.mark.parametrize(
    "text",
    [
        'NAME = "gpt-4o-mini"\n',
        'NAME = "my-gpt-4o"\n',
        'PRICES = {"gpt-4o": 2.5}\n',
        'print("gpt-4o is slow")\n',
        '"""About gpt-4o."""\n',
        "NAME = None  # gpt-4o\n",
        'assert "gpt-4o" not in names\n',
        'reply = {"choices": [], "usage": {}, "model": "gpt-4o"}\n',
    ],
)
def test_what_a_rename_leaves(tmp_path: Path, text: str) -> None:
    assert Project(tmp_path, {"app.py": text}).apply(ASKED) == {"app.py": text}
