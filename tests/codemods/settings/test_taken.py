"""Variables that take the value of another one: what gives it moves with the code behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

OLD, NEW, THINKS = "deepseek-chat", "deepseek-flash", "deepseek-reasoner"
CODE = (
    "import os\nfrom openai import OpenAI\n"
    'client = OpenAI(base_url="https://api.deepseek.com", api_key=os.environ["DEEPSEEK_API_KEY"])\n'
    'client.chat.completions.create(model=os.environ["BOT_MODEL"], messages=[])\n'
)
OFF = 'extra_body={"thinking": {"type": "disabled"}}'
LLAMA = "llama-3.3-70b-versatile"
GROQ = (
    "import os\nfrom groq import Groq\n"
    'client = Groq(api_key=os.environ["GROQ_API_KEY"])\n'
    f'client.chat.completions.create(model=os.environ.get("BOT_MODEL", "{LLAMA}"), messages=[])\n'
)
JOB = (
    "jobs:\n  ask:\n    runs-on: x\n    strategy:\n      matrix:\n        {}\n    env:\n      {}\n"
)
GIVEN = [
    ("Dockerfile", "FROM x\nARG WHICH={}\nENV BOT_MODEL=$WHICH\n"),
    ("Dockerfile", "ARG WHICH={}\nFROM x\nARG WHICH\nENV A=1 \\\n    BOT_MODEL=${{WHICH}}\n"),
    ("Dockerfile", "FROM x\nARG WHICH={}\nENV BOT_MODEL ${{WHICH}}\n"),
    ("Makefile", "WHICH := {}\nask:\n\tBOT_MODEL=$(WHICH) python ask.py\n"),
    ("Makefile", "WHICH ?= {}\nexport BOT_MODEL = $(WHICH)\n"),
    ("run.sh", 'which={}\nexport BOT_MODEL="$which"\n'),
    ("run.sh", 'BOT_MODEL="${{BOT:-{}}}" python ask.py\n'),
    (".env.example", "WHICH={}\nBOT_MODEL=${{WHICH}}\n"),
    (
        "compose.yaml",
        "services:\n  a:\n    environment:\n      BOT_MODEL: ${{WHICH:-{}}}  # ours\n",
    ),
    (".gitlab-ci.yml", "ask:\n  parallel:\n    matrix:\n      - BOT_MODEL: [{}, gpt-4o]\n"),
    (".github/workflows/a.yml", JOB.format("llm: [{}]", "BOT_MODEL: ${{{{ matrix.llm }}}}")),
    (
        ".github/workflows/a.yml",
        JOB.format("include:\n          - llm: {}", "BOT_MODEL: ${{{{ matrix.llm }}}}"),
    ),
    (
        ".github/workflows/a.yml",
        "on:\n  workflow_dispatch:\n    inputs:\n      llm: {{default: {}}}\n"
        "env:\n  ASKED: ${{{{ github.event.inputs.llm }}}}\n"
        "jobs:\n  a:\n    env:\n      BOT_MODEL: ${{{{ env.ASKED }}}}\n",
    ),
    (".github/workflows/a.yml", "env:\n  BOT_MODEL: ${{{{ inputs.llm || '{}' }}}}\n"),
]


@pytest.mark.parametrize(("path", "text"), GIVEN)
def test_what_gives_the_value_moves_with_the_call(path: str, text: str, tmp_path: Path) -> None:
    after = Project(tmp_path, {"ask.py": CODE, path: text.format(OLD)}).apply()
    assert after[path] == text.format(NEW)
    said = [word for word in (path, OFF) if word == path or word in after["ask.py"]]
    assert said == ([path, OFF] if "gpt-4o" not in text else [path])


@pytest.mark.parametrize(
    ("path", "text"), [given for given in GIVEN if given[0] not in (".gitlab-ci.yml",)]
)
def test_it_leaves_its_host_with_the_client(path: str, text: str, tmp_path: Path) -> None:
    after = Project(tmp_path, {"ask.py": GROQ, path: text.format(LLAMA)}).apply("llama-to-deepseek")
    assert after[path] == text.format(NEW)
    assert after["ask.py"] == (
        "import os\nfrom openai import OpenAI\n"
        'client = OpenAI(base_url="https://api.deepseek.com", '
        'api_key=os.environ["DEEPSEEK_API_KEY"])\n'
        f'client.chat.completions.create(model=os.environ.get("BOT_MODEL", "{NEW}"), messages=[], '
        f"{OFF})\n"
    )


def test_compose_hands_on_what_a_dotenv_file_sets(tmp_path: Path) -> None:
    compose = "services:\n  a:\n    environment:\n      - BOT_MODEL=${WHICH:?set it}\n"
    files = {"ask.py": GROQ, "compose.yaml": compose, ".env.example": f"WHICH={LLAMA}\n"}
    after = Project(tmp_path, files).apply("llama-to-deepseek")
    assert after[".env.example"] == f"WHICH={NEW}\n"
    assert (after["compose.yaml"], f'"{NEW}")' in after["ask.py"]) == (compose, True)


@pytest.mark.parametrize(
    "text",
    [
        JOB.format("other: [{}]", "BOT_MODEL: ${{{{ matrix.llm }}}}"),
        JOB.format("llm: [{}]", "BOT_MODEL: x-${{{{ matrix.llm }}}}"),
        JOB.format("llm: [{}]", "BOT: ${{{{ matrix.llm }}}}"),
        JOB.format("llm: [{}]", "A: b")
        + "  b:\n    env:\n      BOT_MODEL: ${{{{ matrix.llm }}}}\n",
    ],
)
def test_another_value_another_job_another_variable(text: str, tmp_path: Path) -> None:
    files = {"ask.py": CODE, ".github/workflows/a.yml": text.format(OLD)}
    assert Project(tmp_path, files).apply()["ask.py"] == CODE


def test_an_option_takes_the_values_of_a_matrix(tmp_path: Path) -> None:
    code = CODE.replace('os.environ["BOT_MODEL"]', "args.model").replace(
        "client =",
        "import argparse\nparser = argparse.ArgumentParser()\n"
        f'parser.add_argument("--model", default="{OLD}")\nargs = parser.parse_args()\nclient =',
    )
    matrix = JOB.format(f"llm: [{OLD}, {{}}]", "A: b")
    matrix += "    steps:\n      - run: python ask.py --model ${{{{ matrix.llm }}}}\n"
    files = {"ask.py": code, ".github/workflows/a.yml": matrix.format("deepseek-coder-x")}
    result = Project(tmp_path, files).scan()
    (call,) = (f for f in result.findings if f.rule == "thinking")
    assert (call.action, "deepseek-coder-x" in call.reason) == ("review", True)
    alone = matrix.replace(", {}", "").format()
    after = Project(tmp_path, {"ask.py": code, ".github/workflows/a.yml": alone}).apply()
    assert after[".github/workflows/a.yml"] == alone.replace(OLD, NEW)
    assert OFF in after["ask.py"]


def test_a_list_of_parallel_jobs_never_gets_an_id_twice(tmp_path: Path) -> None:
    text = f"ask:\n  parallel:\n    matrix:\n      - BOT_MODEL: [{OLD}, {THINKS}]\n"
    files = {"ask.py": CODE, ".gitlab-ci.yml": text, ".env.example": f"BOT_MODEL={OLD}\n"}
    after = Project(tmp_path, files).apply()
    assert after[".gitlab-ci.yml"] == text
    assert after[".env.example"] == f"BOT_MODEL={NEW}\n"


@pytest.mark.parametrize("word", ["$(ELSEWHERE)", "your-model", "${{ vars.BOT }}"])
def test_what_says_no_id_holds_nobody_back(word: str, tmp_path: Path) -> None:
    files = {"ask.py": GROQ, ".env.example": f"BOT_MODEL={LLAMA}\n"}
    files["Makefile"] = f"ask:\n\tBOT_MODEL={word} python ask.py\n"
    after = Project(tmp_path, files).apply("llama-to-deepseek")
    assert after[".env.example"] == f"BOT_MODEL={NEW}\n"
    assert f'"{NEW}")' in after["ask.py"]


@pytest.mark.parametrize("other", ["mixtral-8x7b-32768", "whisper-large-v3"])
def test_a_client_stays_while_a_file_that_sets_its_model_does(other: str, tmp_path: Path) -> None:
    files = {"ask.py": GROQ, ".env.example": f"BOT_MODEL={LLAMA}\n"}
    files["prod.env"] = f"BOT_MODEL={other}\n"
    after = Project(tmp_path, files).apply("llama-to-deepseek")
    assert (after["ask.py"], after[".env.example"]) == (GROQ, files[".env.example"])


def test_a_request_in_a_script_is_told_of_once_and_by_its_program(tmp_path: Path) -> None:
    text = (
        f'MODEL="${{MODEL:-{OLD}}}"\ncurl -sS https://api.deepseek.com/chat/completions \\\n'
        '  -d @- <<JSON\n{"model": "$MODEL", "messages": []}\nJSON\n'
    )
    found = Project(tmp_path, {"ask.sh": text}).scan().findings
    assert [f.action for f in found if f.rule == "thinking"] == ["rewrite"]
    body = '{"model": "' + OLD + '", "messages": []}'
    told = Project(tmp_path, {"ask.sh": f"curl -s https://api.deepseek.com/chat -d '{body}'\n"})
    (model,) = (f for f in told.scan().findings if f.rule == "model-id")
    assert model.trail[-1] == "curl is https://api.deepseek.com/chat at ask.sh:1"
