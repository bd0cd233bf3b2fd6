"""Two keys that become one: no variable may come to stand twice in a list of variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

CODE = """import os
from groq import Groq
from together import Together
one = Groq(api_key=os.environ["GROQ_API_KEY"])
two = Together(api_key=os.environ["TOGETHER_API_KEY"])
one.chat.completions.create(model="llama-3.3-70b-versatile", messages=[])
two.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", messages=[])
"""


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            ".env.example",
            "GROQ_API_KEY=\nTOGETHER_API_KEY=\n",
            "MODEL_API_KEY=\nTOGETHER_API_KEY=\n",
        ),
        (".env.example", "GROQ_API_KEY=\nMODEL_API_KEY=\n", "GROQ_API_KEY=\nMODEL_API_KEY=\n"),
        (
            "compose.yaml",
            "services:\n  a:\n    environment:\n      GROQ_API_KEY: ${GROQ_API_KEY}\n"
            "      TOGETHER_API_KEY: ${TOGETHER_API_KEY}\n"
            "  b:\n    environment:\n      - TOGETHER_API_KEY=${TOGETHER_API_KEY}\n",
            "services:\n  a:\n    environment:\n      MODEL_API_KEY: ${MODEL_API_KEY}\n"
            "      TOGETHER_API_KEY: ${TOGETHER_API_KEY}\n"
            "  b:\n    environment:\n      - MODEL_API_KEY=${MODEL_API_KEY}\n",
        ),
        (
            "run.sh",
            'if test "$1"; then\n  export GROQ_API_KEY=$1\nelse\n  export GROQ_API_KEY=$2\nfi\n',
            'if test "$1"; then\n  export MODEL_API_KEY=$1\nelse\n  export MODEL_API_KEY=$2\nfi\n',
        ),
    ],
)
def test_the_second_stays_for_a_person_to_take_out(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    project = Project(tmp_path, {"app.py": CODE, name: before})
    found = project.scan("llama-to-muse-spark").findings
    told = [f for f in found if f.path == name and f.action == "review"]
    assert project.apply("llama-to-muse-spark")[name] == after
    assert all("sets that already: take this one out" in finding.reason for finding in told)
    assert len(told) == after.count("TOGETHER") + after.count("GROQ")


MOVED = (
    "import os\nfrom openai import OpenAI\nclient = OpenAI(api_key=os.environ['OPENAI_API_KEY'])\n"
    'client.chat.completions.create(model="gpt-4o", messages=[])\n'
)
CURL = (
    "curl https://api.openai.com/v1/PATH -H \"Authorization: Bearer $OPENAI_API_KEY\" -d 'BODY'\n"
)


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("embeddings", '{"model": "text-embedding-3-small"}', "OPENAI_API_KEY"),
        ("chat/completions", '{"model": "gpt-4o", "logit_bias": {}}', "OPENAI_API_KEY"),
        ("chat/completions", '{"model": "gpt-4o", "messages": []}', "DEEPSEEK_API_KEY"),
    ],
)
def test_a_key_that_a_request_still_reads_keeps_its_name(
    tmp_path: Path, path: str, body: str, name: str
) -> None:
    script = CURL.replace("PATH", path).replace("BODY", body)
    project = Project(
        tmp_path, {"a.py": MOVED, "ask.sh": script, ".env.example": "OPENAI_API_KEY=\n"}
    )
    after = project.apply("openai-to-deepseek")
    assert "DEEPSEEK_API_KEY" in after["a.py"]
    assert after[".env.example"] == f"{name}=\n"
    assert f"${name}" in after["ask.sh"]


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("gsk_" + "aB3dE6gH9jK2mN5pQ8rS" * 2 + "tU1vW4xY7zA0", "GROQ_API_KEY"),
        ("gsk_your_key_here", "MODEL_API_KEY"),
        ("", "MODEL_API_KEY"),
        ("${GROQ_API_KEY}", "MODEL_API_KEY"),
    ],
)
def test_a_secret_of_the_old_host_is_never_given_to_the_new_one(
    tmp_path: Path, value: str, after: str
) -> None:
    code = CODE.replace("two.chat", "#").replace("two = ", "#")
    files = {"app.py": code, ".env": f"GROQ_API_KEY={value}\n"}
    written = Project(tmp_path, files).apply("llama-to-muse-spark")[".env"]
    assert written.startswith(f"{after}=")
