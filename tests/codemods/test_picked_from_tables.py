"""A model that is picked from a table of several vendors' models keeps its client where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

LLAMA = "meta-llama/Llama-3.3-70B-Instruct-Turbo"
ROWS = [{"name": "Llama", "id": LLAMA}, {"name": "Other", "id": "{other}"}]
APP = (
    "import os\nfrom together import Together\n\n"
    'client = Together(api_key=os.environ["TOGETHER_API_KEY"])\n'
    f"ROWS = {ROWS}\n\n\n"
    f"def ask(name, model={LLAMA!r}):\n"
    "    if name:\n        {pick}\n"
    "    return client.chat.completions.create(model=model, messages=[])\n"
)
PICKS = [
    'model = next(r["id"] for r in ROWS if r["name"] == name)',
    'model = {r["name"]: r["id"] for r in ROWS}[name]',
    'model = {r["name"]: r["id"] for r in ROWS}.get(name, model)',
    'model = [r for r in ROWS if r["name"] == name][0]["id"]',
    'model = next(filter(lambda r: r["name"] == name, ROWS))["id"]',
    'model = list({r["name"]: r["id"] for r in ROWS}.values())[0]',
    'model = dict((r["name"], r["id"]) for r in ROWS)[name]',
    'model = dict(zip([r["name"] for r in ROWS], [r["id"] for r in ROWS]))[name]',
    'ids = [r["id"] for r in ROWS]; model = st.selectbox("Model", ids)',
]


@pytest.mark.parametrize("pick", PICKS)
def test_another_vendors_row_keeps_the_client(tmp_path: Path, pick: str) -> None:
    text = APP.replace("{other}", "Qwen/Qwen2.5-7B-Instruct-Turbo").replace("{pick}", pick)
    assert Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark") == {"app.py": text}


@pytest.mark.parametrize("pick", PICKS)
def test_rows_that_all_move_take_it_along(tmp_path: Path, pick: str) -> None:
    small = "meta-llama/Llama-3.2-3B-Instruct-Turbo"
    text = APP.replace("{other}", small).replace("{pick}", pick)
    after = Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark")["app.py"]
    assert 'OpenAI(base_url="https://api.meta.ai/v1"' in after
    assert after.count("muse-spark-1.3") == 3


@pytest.mark.parametrize(
    ("table", "moves"),
    [
        ('{"GPT-4o": "gpt-4o", "GPT-4o mini": "gpt-4o-mini"}', False),
        ('{"GPT3": "gpt-3.5-turbo", "GPT4": "gpt-4-turbo"}', False),
        ('{"fast": "gpt-4o-mini", "good": "gpt-4o"}', True),
        ('{"step1": "gpt-4o-mini", "step2": "gpt-4o"}', True),
    ],
)
def test_a_menu_that_spells_the_models_is_a_choice(
    tmp_path: Path, table: str, *, moves: bool
) -> None:
    text = (
        f"from openai import OpenAI\n\nMODELS = {table}\n\n\ndef ask(name, messages):\n"
        "    client = OpenAI()\n"
        "    return client.chat.completions.create(model=MODELS[name], messages=messages)\n"
    )
    after = Project(tmp_path, {"app.py": text}).apply("openai-to-deepseek")["app.py"]
    assert ("deepseek-flash" in after) is moves
