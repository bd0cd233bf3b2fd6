"""Values of articles that never worked: repaired where they are used, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

WRONG = "https://api.superintelligence.meta.com/v1"
RIGHT = "https://api.meta.ai/v1"
CALL = 'c.chat.completions.create(model="muse-spark", messages=[])\n'


def after(folder: Path, code: str, name: str = "app.py") -> str:
    return Project(folder, {name: code}).apply("retired")[name]


def reported(folder: Path, code: str) -> list[tuple[str, str, str]]:
    found = Project(folder, {"app.py": code}).scan("retired").findings
    return [(f.action, f.old, f.new) for f in found if f.rule == "known-wrong"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"'{WRONG}'", f"'{RIGHT}'"),
        (f'"{WRONG}/"', f'"{RIGHT}/"'),
        (f'"[{WRONG}]({WRONG})"', f'"{RIGHT}"'),
        (f'"[{RIGHT}]({RIGHT})"', f'"{RIGHT}"'),
        ('"https://api.ai.meta.com/v1"', f'"{RIGHT}"'),
        ('"https://api.superintelligence.meta.com"', f'"{RIGHT}"'),
    ],
)
def test_an_address_of_articles_becomes_the_right_one(
    tmp_path: Path, wrong: str, right: str
) -> None:
    code = (
        f"from openai import OpenAI\nURL = {wrong}\nc = OpenAI(base_url=URL, api_key=KEY)\n" + CALL
    )
    assert after(tmp_path, code) == code.replace(wrong, right).replace(
        "muse-spark", "muse-spark-1.3"
    )


def test_a_link_to_any_host_is_unwrapped(tmp_path: Path) -> None:
    code = (
        "from openai import OpenAI\n"
        'c = OpenAI(base_url="[https://api.deepseek.com](https://api.deepseek.com)")\n'
        'c.chat.completions.create(model="deepseek-reasoner", messages=[])\n'
    )
    assert after(tmp_path, code) == (
        'from openai import OpenAI\nc = OpenAI(base_url="https://api.deepseek.com")\n'
        'c.chat.completions.create(model="deepseek-flash", messages=[], '
        'extra_body={"thinking": {"type": "enabled"}})\n'
    )


def test_line_ends_are_kept_and_the_import_has_the_same(tmp_path: Path) -> None:
    code = (
        '# -*- coding: utf-8 -*-\n"""Doc."""\nfrom openai import OpenAI\n'
        f'c = OpenAI(base_url="{RIGHT}",\n  api_key="META_API_KEY",  # the key\n)\n' + CALL
    ).replace("\n", "\r\n")
    assert after(tmp_path, code) == code.replace("from", "import os\r\n\r\nfrom", 1).replace(
        '"META_API_KEY"', 'os.environ["MODEL_API_KEY"]'
    ).replace("muse-spark", "muse-spark-1.3")


def test_a_variable_is_renamed_wherever_the_project_names_it(tmp_path: Path) -> None:
    files = {
        "app.py": (
            "import os\nfrom openai import OpenAI\nfrom check import check\ncheck()\n"
            f'c = OpenAI(base_url="{RIGHT}", api_key=os.getenv("META_SPARK_API_KEY"))\n'
        ),
        "check.py": (
            "import os\n\n\ndef check():\n"
            '    if "META_SPARK_API_KEY" not in os.environ:\n'
            '        raise SystemExit("set META_SPARK_API_KEY")\n'
        ),
        ".env.example": "META_SPARK_API_KEY=\n",
    }
    now = Project(tmp_path, files).apply("retired")
    assert now["app.py"] == files["app.py"].replace("META_SPARK_API_KEY", "MODEL_API_KEY")
    assert now["check.py"] == files["check.py"].replace('"META_SPARK', '"META_SPARK').replace(
        'if "META_SPARK_API_KEY"', 'if "MODEL_API_KEY"'
    )
    assert now[".env.example"] == "MODEL_API_KEY=\n"


def test_other_languages_and_configuration_follow(tmp_path: Path) -> None:
    files = {
        "app.ts": (
            'import OpenAI from "openai";\n'
            f'const c = new OpenAI({{ baseURL: "{WRONG}",'
            " apiKey: process.env.META_SPARK_API_KEY });\n"
            'await c.chat.completions.create({ model: "muse-spark", messages: [] });\n'
        ),
        "app.yaml": f"llm:\n  base_url: {WRONG}\n  model: muse-spark-standard\n",
    }
    project = Project(tmp_path, files)
    told = [f for f in project.scan("retired").findings if f.action == "review"]
    assert [(f.path, f.old) for f in told] == [("app.ts", "META_SPARK_API_KEY")]
    now = project.apply("retired")
    assert now["app.ts"] == files["app.ts"].replace(WRONG, RIGHT).replace(
        '"muse-spark"', '"muse-spark-1.3"'
    )
    assert now["app.yaml"] == f"llm:\n  base_url: {RIGHT}\n  model: muse-spark-1.3\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            f'import openai\nopenai.OpenAI(base_url="{WRONG[:-3]}" + "/v1")\n',
            [("review", f'"{WRONG[:-3]}" + "/v1"', "")],
        ),
        (
            "import os\nimport openai\n"
            f'openai.OpenAI(base_url="{RIGHT}", api_key=os.getenv("K", "META_API_KEY"))\n',
            [("review", '"META_API_KEY"', "")],
        ),
        (
            'import openai\nopenai.OpenAI(api_key="META_API_KEY")\n',
            [("review", '"META_API_KEY"', "")],
        ),
        (
            'import os\nKEY = os.environ["META_SPARK_API_KEY"]\n',
            [("review", "META_SPARK_API_KEY", "")],
        ),
        (f'print("{WRONG} never existed")\n', []),
        (f'RIGHT = {{"{WRONG}": "{RIGHT}"}}\n', []),
        ('def f(name="Ultra"):\n    return name\n', []),
        ('NEVER = ["META_SPARK_API_KEY", "META_API_KEY"]\n', []),
    ],
)
def test_what_a_tool_cannot_know_is_reported_or_left(
    tmp_path: Path, code: str, expected: list[tuple[str, str, str]]
) -> None:
    assert reported(tmp_path, code) == expected
    assert after(tmp_path, code) == code


@pytest.mark.parametrize(
    ("url", "model", "right"),
    [
        (RIGHT, "Ultra", "muse-wonder-1.0"),
        ("https://api.deepseek.com", "deepseek-v4", "deepseek-flash"),
        ("https://api.deepseek.com", "deepseek-v4.1-flash", "deepseek-flash"),
        (RIGHT, "meta-llama/MuseSpark", "meta-llama/MuseSpark"),  # weights, not an id of the API
        ("https://openrouter.ai/api/v1", "deepseek-v4", "deepseek-v4"),
        ("http://localhost:8000/v1", "muse-spark", "muse-spark"),
        ("https://cars.example/v1", "Ultra", "Ultra"),
    ],
)
def test_ids_that_never_were(tmp_path: Path, url: str, model: str, right: str) -> None:
    code = (
        f'import openai\nc = openai.OpenAI(base_url="{url}")\n'
        f'c.chat.completions.create(model="{model}", messages=[])\n'
    )
    assert after(tmp_path, code) == code.replace(f'"{model}"', f'"{right}"')
