"""The openai module itself as a client: of today, and as it was before 1.0."""

from __future__ import annotations

from pathlib import Path

from tests.codemods.scanning import Project, actions

CALL = 'openai.ChatCompletion.create(model="{}", messages=[])\n'
LLAMA = "meta-llama/Llama-3.3-70B-Instruct-Turbo"


def test_call_and_settings_are_reported_with_the_client_to_make(tmp_path: Path) -> None:
    code = (
        'import openai\nopenai.api_base = "https://api.together.xyz/v1"\nopenai.api_key = KEY\n'
    ) + CALL.format(LLAMA)
    result = Project(tmp_path, {"app.py": code}).scan("llama-to-muse-spark")
    found = [f for f in result.findings if f.rule == "legacy-openai"]
    assert [(f.old, f.action) for f in found] == [
        ("openai.api_base", "review"),
        ("openai.api_key", "review"),
        ("openai.ChatCompletion.create", "review"),
    ]
    assert 'OpenAI(base_url="https://api.meta.ai/v1", api_key=' in found[-1].reason
    assert not result.of("rewrite")


def test_the_address_of_the_module_decides_whose_id_it_is(tmp_path: Path) -> None:
    ours = 'import openai as ai\nai.api_base = "https://api.deepseek.com"\n'
    theirs = ours.replace("api.deepseek.com", "openrouter.ai/api/v1")
    call = CALL.format("deepseek-chat").replace("openai.", "ai.")
    files = {"ours.py": ours + call, "theirs.py": theirs + call}
    result = Project(tmp_path, files).scan("deepseek-v3-aliases")
    judged = [(f.path, f.action) for f in result.findings if f.rule == "model-id"]
    assert judged == [("ours.py", "rewrite"), ("theirs.py", "leave")]
    switch = [f for f in result.findings if f.rule == "thinking"]
    assert [(f.path, f.action) for f in switch] == [("ours.py", "review")]
    assert 'thinking={"type": "disabled"}' in switch[0].reason


def test_the_module_of_today_keeps_its_id_when_the_host_would_change(tmp_path: Path) -> None:
    code = 'import openai\nopenai.chat.completions.create(model="gpt-4o", messages=[])\n'
    result = Project(tmp_path, {"app.py": code}).scan("openai-to-deepseek")
    assert actions(result) == [("gpt-4o", 2, "review", "")]


def test_the_module_of_today_is_rewritten_where_the_host_stays(tmp_path: Path) -> None:
    code = (
        'import openai\nopenai.base_url = "https://api.deepseek.com"\n'
        'openai.chat.completions.create(model="deepseek-chat", messages=[])\n'
    )
    after = Project(tmp_path, {"app.py": code}).apply()["app.py"]
    assert 'model="deepseek-flash", messages=[], extra_body={"thinking"' in after


def test_an_old_call_that_the_plan_does_not_concern_is_not_mentioned(tmp_path: Path) -> None:
    code = (
        'import openai\nopenai.api_base = "https://openrouter.ai/api/v1"\n'
        + CALL.format("deepseek/deepseek-chat")
        + CALL.format("mistral-large")
    )
    result = Project(tmp_path, {"app.py": code}).scan("llama-to-muse-spark")
    assert [f for f in result.findings if f.rule == "legacy-openai"] == []
