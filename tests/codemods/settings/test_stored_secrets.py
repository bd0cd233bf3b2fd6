"""Workflows hand stored secrets to programs: the old host's key never goes to the new host."""

from __future__ import annotations

from pathlib import Path

from tests.codemods.scanning import Project

APP = (
    'import os\nfrom openai import OpenAI\nclient = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n'
    'client.chat.completions.create(model="gpt-4o", messages=[])\n'
)
WORKFLOW = (
    "jobs:\n  test:\n    env:\n      {0}: ${{{{ secrets.{0} }}}}\n"
    "      TOKEN: ${{{{ secrets.TOKEN }}}}\n"
)
PATH = ".github/workflows/ci.yml"


def test_the_secret_is_renamed_with_the_variable(tmp_path: Path) -> None:
    project = Project(tmp_path, {"app.py": APP, PATH: WORKFLOW.format("OPENAI_API_KEY")})
    stored = [f for f in project.scan("openai-to-deepseek").findings if f.path == PATH]
    assert [f.action for f in stored] == ["rewrite", "rewrite"]
    assert stored[1].reason.endswith("; a secret of that name must be stored")
    assert project.apply("openai-to-deepseek")[PATH] == WORKFLOW.format("DEEPSEEK_API_KEY")


def test_a_workflow_of_another_key_stays(tmp_path: Path) -> None:
    files = {"app.py": APP, PATH: WORKFLOW.format("GROQ_API_KEY")}
    assert Project(tmp_path, files).apply("openai-to-deepseek")[PATH] == files[PATH]


def test_a_key_that_embeddings_still_need_keeps_its_secret(tmp_path: Path) -> None:
    other = 'from openai import OpenAI\nOpenAI().embeddings.create(model="e", input="x")\n'
    files = {"app.py": APP, "other.py": other, PATH: WORKFLOW.format("OPENAI_API_KEY")}
    assert Project(tmp_path, files).apply("openai-to-deepseek")[PATH] == files[PATH]
