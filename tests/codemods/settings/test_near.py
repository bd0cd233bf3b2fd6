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
        ("a.yaml", "model: deepseek-chat\ndatabase_url: postgresql+asyncpg://u@db.example/app\n"),
        ("a.yaml", "model: deepseek-chat\nstore_uri: mongodb+srv://u@db.example/app\n"),
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


KEYED = "DEEPSEEK_API_KEY=sk-x\nOPENAI_API_KEY=\n"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (
            f"{KEYED}OPENAI_BASE_URL=https://api.openai.com/v1\nDEFAULT_MODEL=deepseek-chat\n",
            "rewrite",
        ),
        (
            f"{KEYED}OPENAI_BASE_URL=https://openrouter.ai/api/v1\nDEFAULT_MODEL=deepseek-chat\n",
            "leave",
        ),
        (f"{KEYED}BASE_URL=https://api.openai.com/v1\nMODEL=deepseek-chat\n", "leave"),
        ("OPENAI_BASE_URL=https://api.openai.com/v1\nDEFAULT_MODEL=deepseek-chat\n", "leave"),
    ],
)
def test_one_vendor_s_variable_says_nothing_of_an_id_of_another_whose_key_is_there(
    text: str, action: str
) -> None:
    assert actions(".env", text) == [action]


@pytest.mark.parametrize(
    ("options", "action"),
    [
        ("--provider deepseek --model deepseek-chat", "rewrite"),
        ("--provider openrouter --model deepseek-chat", "leave"),
        ("--git-provider github --model deepseek-chat", "rewrite"),
    ],
)
def test_an_option_names_the_provider_of_the_model_beside_it(options: str, action: str) -> None:
    assert actions("run.sh", f"python3 tool.py {options}\n") == [action]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (
            "api:\n  base_url: https://api.deepseek.com\n  models:\n    chat: deepseek-chat\n",
            "rewrite",
        ),
        ("model:\n  llm: gpt-4o\n  backup: deepseek-chat\n", "rewrite"),
        ("model:\n  llm: gpt-4o\n  label: deepseek-chat\n", "review"),
        ("models:\n  tokenizer: deepseek-chat\n", "leave"),
        ("prompts:\n  chat: deepseek-chat\n", "review"),
    ],
)
def test_what_stands_in_a_section_of_models_is_a_model(text: str, action: str) -> None:
    assert actions("a.yaml", text)[-1:] == [action]


def test_rows_of_prices_are_no_settings() -> None:
    rows = '[{"provider": "deepseek", "model": "deepseek-chat", "input_mtok_usd": "0.27"}]'
    assert actions("prices.json", rows) == ["leave"]


@pytest.mark.parametrize(
    ("path", "action"), [("results/a.json", "leave"), ("conf/a.json", "rewrite")]
)
def test_above_rows_in_a_folder_of_results_stands_what_made_them(path: str, action: str) -> None:
    text = '{"provider": "deepseek", "model": "deepseek-chat", "generated": [{"id": 1}]}'
    assert actions(path, text) == [action]


@pytest.mark.parametrize("path", ["env.txt", "env_example.txt", "env-template.txt"])
def test_a_text_that_is_called_like_an_environment_is_one(path: str) -> None:
    assert actions(path, "DEEPSEEK_MODEL=deepseek-chat\n") == ["rewrite"]


@pytest.mark.parametrize("path", ["environment.txt", "env_notes.txt"])
def test_other_texts_are_none(path: str) -> None:
    assert actions(path, "DEEPSEEK_MODEL=deepseek-chat\n") == []


@pytest.mark.parametrize(
    ("head", "below", "action"),
    [
        ("openapi: 3.0.0", "responses", "leave"),
        ("openapi: 3.0.0", "requestBody", "rewrite"),
        ("kind: mine", "responses", "rewrite"),
    ],
)
def test_what_an_interface_is_said_to_answer_is_an_example(
    head: str, below: str, action: str
) -> None:
    text = f"{head}\npaths:\n  {below}:\n    example:\n      model: deepseek-chat\n"
    assert actions("api.yaml", text) == [action]
