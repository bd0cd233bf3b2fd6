"""Addresses that tests hand in, and those whose absence the program asks for."""

from __future__ import annotations

from pathlib import Path

from tests.codemods.scanning import Project

RECIPE = "openai-to-deepseek"
CLIENT = """from openai import OpenAI


class Asker:
    def __init__(self, api_key, base_url=None):
        given = {"api_key": api_key}
        if base_url:
            given["base_url"] = base_url
        self.client = OpenAI(**given)

    def ask(self, messages):
        return self.client.chat.completions.create(model="gpt-4o", messages=messages)
"""
TEST = """from client import Asker


def test_the_address_is_kept():
    asker = Asker("k", base_url="https://llm.example/v1")
    assert asker.client.kwargs["base_url"] == "https://llm.example/v1"
"""
CHOSEN = """import os

from client import Asker


class App:
    def __init__(self):
        self.address = ""

    def asker(self):
        base_url = (self.address or "").strip()
        key = os.environ.get("OPENAI_API_KEY")
        if {}:
            return None
        return Asker(key, base_url=base_url or None)
"""


def test_an_address_that_a_test_hands_in_stays(tmp_path: Path) -> None:
    app = CHOSEN.format("not key")
    files = {"client.py": CLIENT, "app.py": app, "test_client.py": TEST}
    after = Project(tmp_path, files).apply(RECIPE)
    assert after["test_client.py"] == TEST
    assert "deepseek-flash" in after["client.py"]


def test_an_empty_address_stays_that_is_asked_for_beside_others(tmp_path: Path) -> None:
    files = {"client.py": CLIENT, "app.py": CHOSEN.format("not any([base_url, key])")}
    assert Project(tmp_path, files).apply(RECIPE) == files


def test_an_empty_address_that_nobody_asks_for_becomes_the_new_one(tmp_path: Path) -> None:
    files = {"client.py": CLIENT, "app.py": CHOSEN.format("not key")}
    after = Project(tmp_path, files).apply(RECIPE)
    assert 'self.address = "https://api.deepseek.com"' in after["app.py"]
