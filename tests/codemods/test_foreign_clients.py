"""Clients of a host that models leave, which send none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

HEAD = 'from openai import OpenAI\n\nc = OpenAI(base_url="{url}", api_key="k")\n'
CALL = "c.chat.completions.create(model={model}, messages=[])\n"


@pytest.mark.parametrize(
    ("url", "model", "action"),
    [
        ("https://openrouter.ai/api/v1", '"deepseek/deepseek-chat"', "leave"),
        ("https://api.together.xyz/v1", '"Qwen/Qwen3-32B"', "leave"),
        ("http://localhost:8000/v1", '"mistral-7b"', "leave"),
        ("http://localhost:8000/v1", '"meta-llama/Llama-3.1-8B-Instruct"', "review"),
        ("https://api.together.xyz/v1", "pick()", "review"),
        ("https://api.together.xyz/v1", '"Qwen/Qwen3-32B" if small else pick()', "review"),
    ],
)
def test_only_a_client_that_may_send_what_moves_needs_a_person(
    tmp_path: Path, url: str, model: str, action: str
) -> None:
    text = HEAD.format(url=url) + CALL.format(model=model)
    found = Project(tmp_path, {"app.py": text}).scan("llama-to-muse-spark").findings
    assert {f.action for f in found if f.rule == "client"} == {action}


def test_a_client_for_what_moves_and_what_stays_needs_a_person(tmp_path: Path) -> None:
    text = HEAD.format(url="https://api.together.xyz/v1")
    text += CALL.format(model='"Qwen/Qwen3-32B"')
    text += CALL.format(model='"meta-llama/Llama-3.3-70B-Instruct-Turbo"')
    found = Project(tmp_path, {"app.py": text}).scan("llama-to-muse-spark").findings
    (client,) = (f for f in found if f.rule == "client")
    assert client.action == "review"
    assert client.reason.startswith("not moved: it also sends Qwen/Qwen3-32B, ")
