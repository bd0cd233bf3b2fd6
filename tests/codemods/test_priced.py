"""A row that says what a model costs keeps it, unless it is what a request is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project


@pytest.mark.parametrize(
    ("row", "action"),
    [
        ('"model": "deepseek-chat", "input_per_1m": 0.27, "output_per_1m": 1.1', "review"),
        ('"model_name": "deepseek-chat", "price_in": 0.27', "review"),
        ('"model": "deepseek-chat", "cost": 1, "base_url": "https://api.deepseek.com"', "rewrite"),
        ('"model": "deepseek-chat", "cost": 1, "temperature": 0', "rewrite"),
        ('"model": "deepseek-chat", "max_tokens": 100', "rewrite"),
        ('"model": "deepseek-chat", "accosted": 1', "rewrite"),
    ],
)
def test_prices_beside_an_id(tmp_path: Path, row: str, action: str) -> None:
    found = Project(tmp_path, {"app.py": f'ROWS = {{"deepseek": {{{row}}}}}\n'}).scan().findings
    assert [f.action for f in found if f.rule == "model-id"] == [action]


def test_a_row_that_is_seen_to_be_sent_moves(tmp_path: Path) -> None:
    text = (
        'import litellm\n\nROW = {"model": "deepseek/deepseek-chat", "cost": 1}\n'
        'litellm.completion(model=ROW["model"], messages=[])\n'
    )
    assert (
        '"deepseek/deepseek-flash", "cost": 1'
        in (Project(tmp_path, {"app.py": text}).apply()["app.py"])
    )


@pytest.mark.parametrize(
    ("call", "action"),
    [
        ('Entry(model="deepseek-chat", input_cost_per_1m=0.28)', "review"),
        ('Entry(model="deepseek-chat", price=1, base_url="https://api.deepseek.com")', "rewrite"),
        ('Entry(model="deepseek-chat", price=1, **more)', "rewrite"),
        ('Entry(model="deepseek-chat", tags=["cheap"])', "rewrite"),
    ],
)
def test_an_entry_that_says_what_a_model_costs(tmp_path: Path, call: str, action: str) -> None:
    text = f"from app import Entry, more\n\nROW = {call}\n"
    found = Project(tmp_path, {"app.py": text}).scan().findings
    assert [f.action for f in found if f.rule == "model-id"] == [action]
