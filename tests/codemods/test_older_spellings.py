"""Classes that older versions of a library construct otherwise: what replaces them is as old."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

RECIPE = "llama-to-muse-spark"
GROQ = "from pydantic_ai.models.groq import GroqModel\n\n"
OPENAI = "from pydantic_ai.models.openai import OpenAIModel\n\n"
ROUTER = 'base_url="https://openrouter.ai/api/v1", api_key=key)\n'
META = 'base_url="https://api.meta.ai/v1"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            GROQ + 'model = GroqModel("llama-3.3-70b-versatile", api_key=key)\n',
            OPENAI + f'model = OpenAIModel("muse-spark-1.3", api_key=key, {META})\n',
        ),
        (
            OPENAI + f'model = OpenAIModel("meta-llama/llama-3.3-70b-instruct", {ROUTER}',
            OPENAI + f'model = OpenAIModel("muse-spark-1.3", {META}, api_key=key)\n',
        ),
        (
            GROQ + 'model = GroqModel("llama-3.3-70b-versatile")\n',
            "import os\n\nfrom pydantic_ai.models.openai import OpenAIChatModel\n"
            "from pydantic_ai.providers.openai import OpenAIProvider\n\n"
            'model = OpenAIChatModel("muse-spark-1.3", '
            f'provider=OpenAIProvider({META}, api_key=os.environ["MODEL_API_KEY"]))\n',
        ),
    ],
)
def test_what_takes_its_place_takes_its_arguments(tmp_path: Path, before: str, after: str) -> None:
    assert Project(tmp_path, {"app.py": before}).apply(RECIPE)["app.py"] == after


@pytest.mark.parametrize(
    "text",
    [
        GROQ + 'model = GroqModel("llama-3.3-70b-versatile", api_key=key, http_client=http)\n',
        GROQ + 'model = GroqModel("llama-3.3-70b-versatile", **options)\n',
        GROQ + 'model = GroqModel("openai/gpt-oss-20b", api_key=key)\n',
        OPENAI + f'model = OpenAIModel("mistralai/mixtral-8x7b-instruct", {ROUTER}',
        OPENAI
        + 'model = OpenAIModel("llama3", base_url="http://localhost:11434/v1", api_key="x")\n',
        "class GroqModel: ...\n\n\nmodel = GroqModel('llama-3.3-70b-versatile', api_key=key)\n",
    ],
)
def test_what_is_given_more_or_is_of_another_stays(tmp_path: Path, text: str) -> None:
    assert Project(tmp_path, {"app.py": text}).apply(RECIPE)["app.py"] == text
