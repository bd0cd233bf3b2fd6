"""A value that indexes a table changes only when the table has a row for the new id."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project, actions

TABLE = 'PRICES = {"gpt-4o": 2.5, "gpt-4o-mini": 0.15}\n'
ASK = "from openai import OpenAI\n\n{}\n\ndef ask(model='gpt-4o'):\n"
ASK += "    OpenAI().chat.completions.create(model=model, messages=[])\n"
PLANS = ["--model gpt-4o=gpt-5.4", "openai-to-deepseek"]


@pytest.mark.parametrize("plan", PLANS)
def test_an_id_stays_that_indexes_a_table_without_the_new_one(tmp_path: Path, plan: str) -> None:
    text = ASK.format(TABLE) + "    return PRICES[model]\n"
    project = Project(tmp_path, {"app.py": text})
    assert project.apply(plan) == {"app.py": text}
    reasons = [f.reason for f in project.scan(plan).findings if f.old == "gpt-4o"]
    assert any("app.py:8 looks it up in a table that has no row" in reason for reason in reasons)


def test_the_table_may_stand_in_another_module(tmp_path: Path) -> None:
    text = ASK.format("from prices import PRICES") + "    return PRICES[model]\n"
    project = Project(tmp_path, {"app.py": text, "prices.py": TABLE})
    assert project.apply(PLANS[0])["app.py"] == text


@pytest.mark.parametrize(
    "rest",
    [
        "    return PRICES.get(model)\n",
        "    return PRICES[model] if model in PRICES else 0\n",
        "    if model not in PRICES:\n        return 0\n    return PRICES[model]\n",
        "    try:\n        return PRICES[model]\n    except KeyError:\n        return 0\n",
        "    PRICES[model] = 1\n",
        "    return PRICES['gpt-4o-mini']\n",
        "    return OTHER[model]\n",
    ],
)
def test_a_lookup_that_provides_for_strangers_holds_nothing(tmp_path: Path, rest: str) -> None:
    project = Project(tmp_path, {"app.py": ASK.format(TABLE) + rest})
    assert ("gpt-4o", 6, "rewrite", "gpt-5.4") in actions(project.scan(PLANS[0]))


def test_a_table_that_has_the_new_id_already_is_enough(tmp_path: Path) -> None:
    table = TABLE.replace("}", ', "gpt-5.4": 1.75}')
    text = ASK.format(table) + "    return PRICES[model]\n"
    assert "model='gpt-5.4'" in Project(tmp_path, {"app.py": text}).apply(PLANS[0])["app.py"]


def test_a_check_that_raises_is_no_provision(tmp_path: Path) -> None:
    rest = (
        "    if model not in PRICES:\n        raise ValueError(model)\n    return PRICES[model]\n"
    )
    text = ASK.format(TABLE) + rest
    assert Project(tmp_path, {"app.py": text}).apply(PLANS[0]) == {"app.py": text}
