"""Bodies that one function fills and another posts: the switch stands where the model does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

SEND = (
    "import requests\n\n\ndef send(body):\n"
    '    return requests.post("https://api.deepseek.com/chat/completions", json=body)\n\n\n'
)
ASK = 'def ask(text):\n    body = {"messages": [text]}\n'
OFF = '"thinking": {"type": "disabled"}'


@pytest.mark.parametrize(
    "filled",
    [
        '    body["model"] = "deepseek-chat"\n',
        '    body.update(model="deepseek-chat")\n',
        '    body.update({"model": "deepseek-chat"})\n',
    ],
)
def test_a_body_that_gets_its_model_before_it_is_handed_on(tmp_path: Path, filled: str) -> None:
    files = {"app.py": SEND + ASK + filled + "    return send(body)\n"}
    after = Project(tmp_path, files).apply()["app.py"]
    assert "deepseek-chat" not in after
    assert after.count(OFF) == 1


def test_so_does_one_that_a_method_posts(tmp_path: Path) -> None:
    text = (
        "import requests\n\n\nclass Bot:\n    def _send(self, body):\n"
        '        return requests.post("https://api.deepseek.com/chat/completions", json=body)\n\n'
        '    def ask(self, text):\n        body = {"messages": [text]}\n'
        '        body["model"] = "deepseek-chat"\n        return self._send(body)\n'
    )
    after = Project(tmp_path, {"app.py": text}).apply()["app.py"]
    assert (
        f'body = {{"messages": [text], {OFF}}}\n        body["model"] = "deepseek-flash"' in after
    )


def test_each_of_two_says_its_own(tmp_path: Path) -> None:
    think = ASK.replace("ask", "think") + '    body["model"] = "deepseek-reasoner"\n'
    ask = ASK + '    body["model"] = "deepseek-chat"\n'
    end = "    return send(body)\n"
    after = Project(tmp_path, {"app.py": f"{SEND}{ask}{end}\n\n{think}{end}"}).apply()["app.py"]
    model = '    body["model"] = "deepseek-flash"\n'
    assert f'{model}    body["thinking"] = {{"type": "disabled"}}\n' in after
    assert f'{model}    body["thinking"] = {{"type": "enabled"}}\n' in after


@pytest.mark.parametrize(
    "filled",
    [
        '    body["model"] = "deepseek-chat"\n    body["thinking"] = {"type": mode}\n',
        '    other = {}\n    other["model"] = "deepseek-chat"\n    keep(other)\n',
    ],
)
def test_what_says_it_or_is_not_posted_gets_none(tmp_path: Path, filled: str) -> None:
    files = {"app.py": f"{SEND}{ASK}{filled}    return send(body)\n"}
    assert OFF not in Project(tmp_path, files).apply()["app.py"]


def test_one_for_another_host_stays(tmp_path: Path) -> None:
    send = SEND.replace("api.deepseek.com", "gateway.example.com")
    files = {"app.py": f'{send}{ASK}    body["model"] = "deepseek-chat"\n    return send(body)\n'}
    assert Project(tmp_path, files).apply() == files


PRICES = (
    'PRICES = {{"deepseek-chat": 0.27, "deepseek-reasoner": 0.55}}\n\n\n'
    "def cost(model, count):\n    return count * {}\n"
)
LISTED = 'MODEL = "deepseek-chat"\n'
MOVED = 'MODEL = "deepseek-flash"\n'


@pytest.mark.parametrize("beside", ["", "from prices import PRICES\n\nLOW = PRICES.get(ID, 0.1)\n"])
def test_a_public_table_that_falls_back_holds_no_id(tmp_path: Path, beside: str) -> None:
    prices = PRICES.format("PRICES.get(model, 0.3)")
    files = {"prices.py": prices, "conf.py": LISTED, "other.py": beside}
    after = Project(tmp_path, files).apply()
    assert after["conf.py"] == MOVED
    assert after["prices.py"] == prices


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        ("PRICES[model]", ""),
        ("PRICES.get(model)", ""),
        ("PRICES.get(model, 0.3)", "from prices import PRICES\n\nLOW = PRICES[ID]\n"),
        ("PRICES.get(model, 0.3)", "from prices import PRICES\n\nKNOWN = list(PRICES)\n"),
        ("PRICES.get(model, 0.3)", "import prices\n\nLOW = prices.PRICES[ID]\n"),
    ],
)
def test_one_that_must_know_it_does(tmp_path: Path, asked: str, beside: str) -> None:
    files = {"prices.py": PRICES.format(asked), "conf.py": LISTED, "other.py": beside}
    assert Project(tmp_path, files).apply() == files


@pytest.mark.parametrize("name", ['f"{kind}_model"', 'kind + "_model"', '"chat_model"'])
def test_an_attribute_with_the_name_of_a_model_is_one(tmp_path: Path, name: str) -> None:
    text = f'def fill(conf, kind):\n    setattr(conf, {name}, "deepseek-chat")\n'
    after = Project(tmp_path, {"conf.py": text}).apply()["conf.py"]
    assert after == text.replace("deepseek-chat", "deepseek-flash")


@pytest.mark.parametrize("name", ['f"{kind}_label"', "kind", 'f"model_{kind}"'])
def test_one_of_another_name_is_left_to_a_person(tmp_path: Path, name: str) -> None:
    text = f'def fill(conf, kind):\n    setattr(conf, {name}, "deepseek-chat")\n'
    project = Project(tmp_path, {"conf.py": text})
    assert [f.action for f in project.scan().findings if f.rule == "model-id"] == ["review"]
    assert project.apply()["conf.py"] == text
