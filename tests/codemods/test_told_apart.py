"""`deepseek-chat` and `-reasoner` become one id: the condition that chose sets thinking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

HEAD = 'from openai import OpenAI\nclient = OpenAI(base_url="https://api.deepseek.com")\n'
CHOICE = '"deepseek-reasoner" if {} else "deepseek-chat"'
BODY = 'extra_body={{"thinking": {{"type": "enabled" if {} else "disabled"}}}}'


def moved(folder: Path, text: str) -> str:
    return Project(folder, {"app.py": HEAD + text}).apply()["app.py"].removeprefix(HEAD)


@pytest.mark.parametrize("test", ["deep", "not quick", "self.deep", 'mode == "deep"', "flags[0]"])
def test_a_choice_in_the_call_becomes_the_switch(tmp_path: Path, test: str) -> None:
    call = "client.chat.completions.create(model={}, messages=[]{})\n"
    after = moved(tmp_path, call.format(CHOICE.format(test), ""))
    assert after == call.format('"deepseek-flash"', ", " + BODY.format(test))


@pytest.mark.parametrize(
    ("test", "between"),
    [
        ("deep", "    deep = False\n"),
        ("self.deep", "    self.deep = False\n"),
        ("flags[0]", "    flags.pop()\n"),
        ("next(flags)", ""),
        ("(deep := flags)", ""),
    ],
)
def test_a_condition_that_may_answer_otherwise_is_not_asked_again(
    tmp_path: Path, test: str, between: str
) -> None:
    text = f"def ask(self, deep, flags):\n    model = {CHOICE.format(test)}\n{between}"
    text += "    return client.chat.completions.create(model=model, messages=[])\n"
    assert "extra_body" not in moved(tmp_path, text)


def test_a_third_id_that_may_come_leaves_the_switch_to_a_person(tmp_path: Path) -> None:
    text = f"def ask(deep, model=None):\n    model = {CHOICE.format('deep')}\n"
    text += "    return client.chat.completions.create(model=model, messages=[])\n"
    assert "extra_body" not in moved(tmp_path, text)
