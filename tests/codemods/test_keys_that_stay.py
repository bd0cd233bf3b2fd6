"""A key's variable is renamed where nothing needs the old one any more, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.codemods.scanning import Project

ASKS = (
    "import os\n\nimport litellm\n\n"
    'KEY = os.environ["OPENAI_API_KEY"]\n'
    'litellm.completion(model="gpt-4o", messages=[])\n'
)
TOGETHER = (
    "import os\n\nfrom together import Together\n\n"
    'client = Together(api_key=os.environ["TOGETHER_API_KEY"])\n'
    'client.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", messages=[])\n'
)


def keys(project: Project, recipe: str) -> list[tuple[str, str, str]]:
    found = project.scan(recipe, docs=True).findings
    return [(f.path, f.action, f.new) for f in found if f.rule == "key-variable"]


def test_a_key_follows_the_only_call(tmp_path: Path) -> None:
    assert keys(Project(tmp_path, {"app.py": ASKS}), "openai-to-deepseek") == [
        ("app.py", "rewrite", "DEEPSEEK_API_KEY")
    ]


@pytest.mark.parametrize(
    "other",
    [
        'from litellm import embedding\n\nembedding(model="text-embedding-3-small", input=["x"])\n',
        "import litellm\n\n\ndef embed(text, model='text-embedding-ada-002'):\n"
        "    given = {'model': model, 'input': [text]}\n    return litellm.embedding(**given)\n",
        'import litellm\n\nlitellm.aembedding("text-embedding-3-large", [])\n',
        'import litellm\nKEY = "OPENAI_API_KEY"\nlitellm.image_generation("x", "dall-e-3")\n',
    ],
)
def test_a_key_stays_for_litellm_s_other_services(tmp_path: Path, other: str) -> None:
    project = Project(tmp_path, {"app.py": ASKS, "other.py": other})
    assert ("app.py", "leave", "") in keys(project, "openai-to-deepseek")


def test_a_key_that_javascript_reads_keeps_its_name_in_settings(tmp_path: Path) -> None:
    script = "const key = process.env.TOGETHER_API_KEY\n"
    files = {"app.py": TOGETHER, ".env.example": "TOGETHER_API_KEY=\n", "web/index.ts": script}
    project = Project(tmp_path, files)
    found = {path: (action, new) for path, action, new in keys(project, "llama-to-muse-spark")}
    assert found["app.py"] == ("rewrite", "MODEL_API_KEY")
    assert found[".env.example"] == ("review", "")


def test_without_javascript_the_settings_follow(tmp_path: Path) -> None:
    files = {"app.py": TOGETHER, ".env.example": "TOGETHER_API_KEY=\n"}
    assert (".env.example", "rewrite", "MODEL_API_KEY") in keys(
        Project(tmp_path, files), "llama-to-muse-spark"
    )


def test_a_name_in_a_notebook_is_reported_once(tmp_path: Path) -> None:
    lines = TOGETHER.replace("client =", "TOGETHER_API_KEY = 1\nclient =").splitlines(keepends=True)
    cell = {"cell_type": "code", "source": lines, "outputs": [], "metadata": {}}
    text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    project = Project(tmp_path, {"app.ipynb": text})
    assert keys(project, "llama-to-muse-spark") == [("app.ipynb", "rewrite", "MODEL_API_KEY")]


SET_LATER = (
    "import os\n\nfrom openai import OpenAI\n\n"
    'client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n'
    "{line}\n"
    'client.chat.completions.create(model="gpt-4o", messages=[])\n'
)


@pytest.mark.parametrize(
    "line",
    [
        'client.base_url = os.getenv("BASE", client.base_url)',
        'client.base_url = "http://localhost:8000/v1"',
        'client.base_url = "https://openrouter.ai/api/v1"',
    ],
)
def test_a_client_whose_address_is_set_later_does_not_move(tmp_path: Path, line: str) -> None:
    files = {"app.py": SET_LATER.format(line=line)}
    assert Project(tmp_path, files).apply("openai-to-deepseek") == files


def test_an_address_set_later_is_rewritten_where_it_stands(tmp_path: Path) -> None:
    line = 'client.base_url = "https://api.openai.com/v1"'
    new = Project(tmp_path, {"app.py": SET_LATER.format(line=line)}).apply("openai-to-deepseek")
    assert 'OpenAI(api_key=os.environ["DEEPSEEK_API_KEY"])\n' in new["app.py"]
    assert 'client.base_url = "https://api.deepseek.com"\n' in new["app.py"]


def test_a_key_set_later_must_be_given_anew(tmp_path: Path) -> None:
    project = Project(tmp_path, {"app.py": SET_LATER.format(line='client.api_key = "typed in"')})
    found = project.scan("openai-to-deepseek").findings
    reasons = [f.reason for f in found if f.rule == "key-variable" and f.action == "review"]
    assert reasons == ["this key comes from elsewhere: it must be one of DeepSeek API now"]
