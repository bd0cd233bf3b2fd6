"""Which addresses and providers near a model say where it is asked, and which are about others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.settings.test_judge import findings


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def actions(path: str, text: str) -> list[str]:
    return [found.action for found in findings({path: text}) if found.rule == "model-id"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "model: deepseek-chat\nredis_url: redis://cache.example:6379/0\n"),
        ("a.yaml", "model: deepseek-chat\ndatabase_url: postgresql://u@db.example/app\n"),
        ("a.yaml", "llm:\n  model: deepseek-chat\nwebhook_url: https://hooks.example/x\n"),
        ("a.yaml", "llm:\n  model: deepseek-chat\nhost: 0.0.0.0\nport: 80\n"),
        ("a.yaml", "llm:\n  model: deepseek-chat\nserver:\n  host: 127.0.0.1\n"),
        ("a.toml", 'model = "deepseek-chat"\ngit_provider = "github"\n'),
        ("a.toml", 'model = "deepseek-chat"\nembedding_provider = "openai"\n'),
        ("a.json", '{"model": "deepseek-chat", "homepage_url": "https://example.com"}'),
        ("package.json", '{"model": "deepseek-chat", "repository": {"url": "https://e.example"}}'),
        (".env", "MODEL=deepseek-chat\nHOST=0.0.0.0\nFRONTEND_URL=https://app.example\n"),
    ],
)
def test_what_is_about_something_else_holds_no_model_back(path: str, text: str) -> None:
    assert actions(path, text) == ["rewrite"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "model: deepseek-chat\nurl: https://gw.example\n"),
        ("a.yaml", "base_url: https://gw.example/v1\nmodels:\n- name: deepseek-chat\n"),
        ("a.yaml", "summary_model: deepseek-chat\nsummary_url: https://gw.example\n"),
        ("a.yaml", "model: deepseek-chat\nproxy_url: http://gw.example:4000\n"),
        ("a.yaml", "model: deepseek-chat\nvllm_base_url: http://gw.example:8000/v1\n"),
        ("a.yaml", "model: deepseek-chat\nchat_provider: openrouter\n"),
    ],
)
def test_an_address_of_models_keeps_the_id_for_its_host(path: str, text: str) -> None:
    assert actions(path, text) == ["leave"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "MODEL=deepseek-chat\nNEXT_PUBLIC_API_URL=https://app.example\n"),
        ("a.yaml", "model: deepseek-chat\nbilling_api_base: https://app.example\n"),
    ],
)
def test_where_a_program_s_address_may_be_meant_a_person_looks(path: str, text: str) -> None:
    assert actions(path, text) == ["review"]
