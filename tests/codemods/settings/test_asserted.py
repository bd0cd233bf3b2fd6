"""What a test asserts of a settings file follows it, where it can come from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

SETTINGS = (
    "profiles:\n  quick:\n    provider: deepseek\n    model: deepseek-chat\n"
    "  deep:\n    provider: deepseek\n    model: deepseek-reasoner\n"
)
NEW = SETTINGS.replace("deepseek-chat", "deepseek-flash").replace(
    "deepseek-reasoner", "deepseek-flash"
)
APP = 'import yaml\n\n\ndef load():\n    return yaml.safe_load(open("config/llm.yaml"))\n'
TEST = "from app import load\n\n\ndef test_models():\n    settings = load()\n"
QUICK = '    assert settings["profiles"]["quick"]["model"] == "deepseek-chat"\n'
FILES = {"app.py": APP, "config/llm.yaml": SETTINGS, "tests/test_app.py": TEST + QUICK}


@pytest.mark.parametrize(
    "said",
    [
        QUICK,
        '    assert "deepseek-chat" == settings["profiles"]["quick"]["model"]\n',
        '    assert profile("quick").model == "deepseek-chat"\n',
        '    assert run(settings).model_name == "deepseek-reasoner"\n',
        '    assert settings["profiles"]["deep"].get("model") == "deepseek-reasoner"\n',
    ],
)
def test_it_follows_in_one_group(tmp_path: Path, said: str) -> None:
    project = Project(tmp_path, FILES | {"tests/test_app.py": TEST + said})
    found = [f for f in project.scan().findings if f.rule == "model-id" and f.action == "rewrite"]
    (asserts,) = (f for f in found if f.path == "tests/test_app.py")
    alike = [f for f in found if f.path == "config/llm.yaml" and f.old == asserts.old]
    assert asserts.reason.startswith("asserts the setting at config/llm.yaml:")
    assert {f.group for f in alike} == {asserts.group} != {""}
    after = project.apply()
    assert after["config/llm.yaml"] == NEW
    new = said.replace("deepseek-chat", "deepseek-flash")
    assert after["tests/test_app.py"] == TEST + new.replace("deepseek-reasoner", "deepseek-flash")


GATEWAY = "    base_url: https://gateway.example.com/v1\n"


@pytest.mark.parametrize(
    "files",
    [
        # the test, or what tests share, says it
        {"tests/test_app.py": f'{TEST}    settings = {{"model": "deepseek-chat"}}\n{QUICK}'},
        {"tests/test_app.py": f'ID = "deepseek-chat"\n{TEST}{QUICK}'},
        {"tests/test_app.py": f'{TEST}    known = ID\n    assert known.model == "deepseek-chat"\n'}
        | {"tests/conftest.py": 'ID = "deepseek-chat"\n'},
        # the code says it, and keeps it
        {"gate.py": 'import gate\n\nG = gate.Client("https://g.example", "deepseek-chat")\n'},
        # settings that stay say it, too
        {"config/old.yaml": f"gate:\n{GATEWAY}    model: deepseek-chat\n"},
        {"config/llm.yaml": SETTINGS.replace("    provider: deepseek\n", GATEWAY)},
        # code loads no such file
        {"app.py": APP.replace("llm.yaml", "other.yaml")},
        # it asserts something else
        {"tests/test_app.py": TEST + '    assert settings.label == "deepseek-chat"\n'},
        {"tests/test_app.py": TEST + '    assert settings.model != "deepseek-chat"\n'},
        {"tests/test_app.py": TEST + '    assert reply.model_used == "deepseek-chat"\n'},
    ],
)
def test_it_stays_where_it_may_come_from_elsewhere(tmp_path: Path, files: dict[str, str]) -> None:
    before = FILES | files
    after = Project(tmp_path, before).apply()
    assert after["tests/test_app.py"] == before["tests/test_app.py"]


def test_settings_of_another_project_say_nothing(tmp_path: Path) -> None:
    files = {f"one/{name}": text for name, text in FILES.items() if name != "config/llm.yaml"}
    files |= {
        "two/config/llm.yaml": SETTINGS,
        "two/requirements.txt": "",
        "one/requirements.txt": "",
    }
    after = Project(tmp_path, files).apply()
    assert after["one/tests/test_app.py"] == files["one/tests/test_app.py"]


def test_a_condition_is_no_assertion(tmp_path: Path) -> None:
    asks = 'from app import load\n\nif load()["model"] == "deepseek-chat":\n    print("quick")\n'
    after = Project(tmp_path, FILES | {"ask.py": asks}).apply()
    assert after["ask.py"] == asks
