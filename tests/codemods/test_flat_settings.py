"""Settings of many vendors side by side: what is called after one says nothing of another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project, actions

WAYS = {
    "app.py": "SETTINGS = {{{0}: {1}, {2}: {3}}}\n",
    "app.json": "{{{0}: {1}, {2}: {3}}}\n",
    "app.yaml": "llm:\n  {0}: {1}\n  {2}: {3}\n",
}


def said(tmp_path: Path, path: str, name: str, value: str, model: str) -> str:
    """What becomes of the id that *model* is set to beside *name*."""
    words = (f'"{word}"' for word in (name, value, model, "deepseek-chat"))
    result = Project(tmp_path, {path: WAYS[path].format(*words)}).scan()
    ((_, _, action, _),) = actions(result)
    return action


@pytest.mark.parametrize("path", WAYS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ollama_base_url", "http://localhost:11434"),
        ("qwen_base_url", "https://qwen.example/v1"),
        ("openai_base_url", "https://api.openai.com/v1"),
        ("llm_provider", "openai"),
        ("provider", "ollama"),
    ],
)
def test_a_model_called_after_its_vendor_is_the_vendor_s(
    tmp_path: Path, path: str, name: str, value: str
) -> None:
    assert said(tmp_path, path, name, value, "deepseek_model") == "rewrite"


@pytest.mark.parametrize("path", WAYS)
@pytest.mark.parametrize(
    ("name", "value", "model"),
    [
        ("ollama_base_url", "http://localhost:11434", "model"),
        ("llm_provider", "ollama", "model"),
        ("base_url", "https://gate.example/v1", "deepseek_model"),
        ("gateway_base_url", "https://gate.example/v1", "deepseek_model"),
        ("deepseek_base_url", "https://gate.example/v1", "deepseek_model"),
        ("openai_base_url", "https://gate.example/v1", "deepseek_model"),
        ("provider", "azure", "deepseek_model"),
    ],
)
def test_what_may_be_meant_for_it_holds_it(
    tmp_path: Path, path: str, name: str, value: str, model: str
) -> None:
    assert said(tmp_path, path, name, value, model) != "rewrite"


def test_fields_of_a_settings_class_are_told_apart_likewise(tmp_path: Path) -> None:
    text = (
        "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
        '    primary_llm_provider: str = "openai"\n'
        '    ollama_base_url: str = "http://localhost:11434"\n'
        '    ollama_model: str = "deepseek-coder"\n'
        '    deepseek_model: str = "deepseek-chat"\n'
    )
    after = Project(tmp_path, {"settings.py": text}).apply()["settings.py"]
    assert after == text.replace('"deepseek-chat"', '"deepseek-flash"')
