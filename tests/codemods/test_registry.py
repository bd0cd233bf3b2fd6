"""Models that a class keeps in a private table and gives by a method of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

MODELS = """from dataclasses import dataclass


@dataclass
class Model:
    name: str
    url: str


class Registry:
    {table} = {{"v3": Model(name="deepseek-chat", url="https://api.deepseek.com")}}

    @classmethod
    def {way}(cls, kind):
        return cls.{table}[kind]
"""
ENGINE = """from openai import OpenAI

from models import Registry


class Engine:
    def __init__(self, kind):
        model = Registry.{way}(kind)
        self.client = OpenAI(api_key="k", base_url=model.url)
        self.name = model.name

    def ask(self, messages):
        return self.client.chat.completions.create(model=self.name, messages=messages)
"""


@pytest.mark.parametrize("table", ["_models", "models"])
@pytest.mark.parametrize("way", ["get", "find"])
def test_the_call_in_another_module_is_found(tmp_path: Path, table: str, way: str) -> None:
    files = {
        "models.py": MODELS.format(table=table, way=way),
        "engine.py": ENGINE.format(way=way),
    }
    after = Project(tmp_path, files).apply()
    assert 'name="deepseek-flash"' in after["models.py"]
    assert 'extra_body={"thinking": {"type": "disabled"}}' in after["engine.py"]


def test_a_dictionary_keeps_its_get(tmp_path: Path) -> None:
    text = """from openai import OpenAI

client = OpenAI(base_url="https://api.deepseek.com")
MODELS = {"a": "deepseek-chat"}


def ask(kind, messages):
    return client.chat.completions.create(model=MODELS.get(kind), messages=messages)
"""
    assert '{"a": "deepseek-flash"}' in Project(tmp_path, {"app.py": text}).apply()["app.py"]
