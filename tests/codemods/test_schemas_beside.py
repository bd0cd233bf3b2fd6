"""A schema beside ``"type": "json_object"``, as Together and Fireworks take it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

TOGETHER = (
    "from together import Together\n\n{}client = Together()\n"
    'client.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", '
    "messages=[], response_format={})\n"
)
SCHEMA = '{{"type": "json_object", "schema": {}}}'
OPENAI = '{{"type": "json_schema", "json_schema": {{"name": "{}", "schema": {}}}}}'


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Note.model_json_schema()", "Note"),
        ("models.Note.schema()", "Note"),
        ("SCHEMA", "answer"),
        ('{"type": "object"}', "answer"),
    ],
)
def test_it_becomes_openai_s_for_a_host_that_takes_one(
    tmp_path: Path, code: str, name: str
) -> None:
    text = TOGETHER.format("", SCHEMA.format(code))
    after = Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark")["app.py"]
    assert f"response_format={OPENAI.format(name, code)})" in after


def test_one_that_has_a_name_becomes_it_where_it_is_written(tmp_path: Path) -> None:
    text = TOGETHER.format(f"FORMAT = {SCHEMA.format('Note.schema()')}\n", "FORMAT")
    after = Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark")["app.py"]
    assert f"FORMAT = {OPENAI.format('Note', 'Note.schema()')}\n" in after


@pytest.mark.parametrize(
    ("recipe", "before", "written", "reason"),
    [
        ("llama-to-deepseek", "", SCHEMA.format("S"), "takes no schema"),
        (
            "llama-to-muse-spark",
            f"FORMAT = {SCHEMA.format('S')}\nshow(FORMAT)\n",
            "FORMAT",
            "takes a schema as json_schema, with a name",
        ),
        ("llama-to-muse-spark", "", '{"type": "json_object"}', "is not known to take"),
    ],
)
def test_any_other_is_told(
    tmp_path: Path, recipe: str, before: str, written: str, reason: str
) -> None:
    project = Project(tmp_path, {"app.py": TOGETHER.format(before, written)})
    told = [f.reason for f in project.scan(recipe).findings if f.action == "review"]
    assert any(reason in said for said in told)
    assert f"response_format={written}" in project.apply(recipe)["app.py"]


def test_a_key_that_the_library_itself_is_given_stays(tmp_path: Path) -> None:
    text = (
        "import os\n\nimport together\nfrom together import Together\n\n"
        'together.api_key = os.environ["TOGETHER_API_KEY"]\n'
        'client = Together(api_key=os.environ["TOGETHER_API_KEY"])\n'
        'client.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", '
        "messages=[])\n"
    )
    after = Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark")["app.py"]
    assert 'together.api_key = os.environ["TOGETHER_API_KEY"]\n' in after
    assert 'OpenAI(base_url="https://api.meta.ai/v1", api_key=os.environ["MODEL_API_KEY"])' in after
