"""Commands that start a local server, and the clients that ask it: each names the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

WEIGHTS = "meta-llama/Llama-3.1-8B-Instruct"
ASKS = (
    "from openai import OpenAI\n"
    'client = OpenAI(base_url="http://localhost:8001/v1", api_key="EMPTY")\n'
    f'client.chat.completions.create(model="{WEIGHTS}", messages=[])\n'
)
SERVICE = "services:\n  a:\n"
STARTED = "vllm is started with these weights: its clients must follow"


def found(folder: Path, files: dict[str, str]) -> dict[tuple[str, int], tuple[str, str]]:
    """(action, reason) of what is said of models, by file and line."""
    result = Project(folder, files).scan("llama-to-deepseek")
    return {
        (f.path, f.span.line): (f.action, " | ".join((f.reason, *f.trail)))
        for f in result.findings
        if f.rule == "model-id"
    }


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("serve.sh", f"vllm serve {WEIGHTS} --port 8001\n", 1),
        ("server/run.sh", f"#!/bin/sh\nexec vllm serve --model {WEIGHTS}\n", 2),
        (
            "compose.yaml",
            f"{SERVICE}    image: vllm/vllm-openai\n    command: --model {WEIGHTS}\n",
            4,
        ),
        (
            "k8s/a.yaml",
            f"containers:\n- image: vllm/vllm-openai\n  args: ['--model={WEIGHTS}']\n",
            3,
        ),
        ("run.sh", f'MODEL={WEIGHTS}\nvllm serve "$MODEL"\n', 1),
        ("run.sh", f'M="{WEIGHTS}"\ndocker run vllm/vllm-openai --model ${{M}}\n', 1),
        ("Dockerfile", f'FROM vllm/vllm-openai:v0.9\nCMD ["--model", "{WEIGHTS}"]\n', 2),
        (
            "k8s/a.yaml",
            f"containers:\n- image: vllm/vllm-openai\n  args: [--model, $(M)]\n"
            f"  env:\n  - name: M\n    value: {WEIGHTS}\n",
            6,
        ),
        ("k8s/a.yaml", f"containers:\n- command: [sh, -c]\n  args: ['vllm serve {WEIGHTS}']\n", 3),
    ],
)
def test_server_and_client_name_each_other(path: str, text: str, line: int, tmp_path: Path) -> None:
    said = found(tmp_path, {"app/ask.py": ASKS, path: text})
    assert said[path, line] == ("review", f"{STARTED}: app/ask.py:3")
    action, why = said["app/ask.py", 3]
    assert action == "review"
    assert f"vllm is started with it at {path}:{line}" in why


def test_a_name_that_a_server_gives_its_weights_is_what_its_clients_ask_for(tmp_path: Path) -> None:
    run = f"vllm serve {WEIGHTS} \\\n  --served-model-name llama-small\n"
    asks = ASKS.replace(WEIGHTS, "llama-small")
    said = found(tmp_path, {"ask.py": asks, "run.sh": run})
    assert said["run.sh", 1] == ("review", f"{STARTED}: ask.py:3")
    assert said["run.sh", 2] == (
        "review",
        "vllm offers its weights under this name: its clients must follow: ask.py:3",
    )
    assert said["ask.py", 3][0] == "review"
    assert said["ask.py", 3][1].startswith("vllm is started with it at run.sh:2: client and server")


def test_a_client_that_is_told_by_a_variable_is_named_with_what_sets_it(tmp_path: Path) -> None:
    compose = (
        "services:\n"
        f"  llm:\n    image: vllm/vllm-openai\n    command: [--model, {WEIGHTS}]\n"
        f"  app:\n    environment:\n      LLM_MODEL: {WEIGHTS}\n"
    )
    asks = ASKS.replace(f'"{WEIGHTS}"', 'os.environ["LLM_MODEL"]').replace(
        "from", "import os\nfrom", 1
    )
    said = found(tmp_path, {"ask.py": asks, "compose.yaml": compose})
    assert said["compose.yaml", 4] == ("review", f"{STARTED}: ask.py:4, compose.yaml:7")


def test_many_clients_are_counted(tmp_path: Path) -> None:
    files = {f"ask{number}.py": ASKS for number in range(5)}
    said = found(tmp_path, {**files, "run.sh": f"vllm serve {WEIGHTS}\n"})
    assert said["run.sh", 1] == ("review", f"{STARTED}: ask0.py:3, ask1.py:3, ask2.py:3 and 2 more")


@pytest.mark.parametrize(
    "asks",
    [
        ASKS.replace("http://localhost:8001/v1", "https://api.together.xyz/v1"),
        ASKS.replace(WEIGHTS, "meta-llama/Llama-3.2-3B-Instruct"),
        f'WEIGHTS = "{WEIGHTS}"\nprint(WEIGHTS)\n',
        f'PRICES = {{"{WEIGHTS}": 0}}\n',
    ],
)
def test_who_asks_somebody_else_or_nobody_is_no_client(asks: str, tmp_path: Path) -> None:
    said = found(tmp_path, {"ask.py": asks, "run.sh": f"vllm serve {WEIGHTS}\n"})
    assert said["run.sh", 1] == ("review", STARTED)


def test_another_project_of_the_repository_is_no_client(tmp_path: Path) -> None:
    files = {f"{name}/pyproject.toml": "" for name in ("one", "two")}
    files |= {"one/ask.py": ASKS, "two/run.sh": f"vllm serve {WEIGHTS}\n"}
    said = found(tmp_path, files)
    assert said["two/run.sh", 1] == ("review", STARTED)
    assert "is started" not in "".join(why for _, why in said.values()).replace(STARTED, "")


def test_a_variable_that_a_server_is_started_with_is_not_rewritten(tmp_path: Path) -> None:
    text = "MODEL=llama-3.3-70b-versatile\nvllm serve $MODEL\n"
    assert Project(tmp_path, {"run.sh": text}).apply("llama-to-muse-spark")["run.sh"] == text


def test_a_variable_of_another_command_is_no_launch(tmp_path: Path) -> None:
    said = found(tmp_path, {"run.sh": f"MODEL={WEIGHTS}\npython train.py --model $MODEL\n"})
    assert said == {}


BIG = "meta-llama/Llama-3.3-70B-Instruct"
RUN = "import subprocess, sys\n"


@pytest.mark.parametrize(
    "command",
    [
        f'subprocess.Popen(["vllm", "serve", "{WEIGHTS}", "--port", "8001"])\n',
        f'subprocess.run("vllm serve {WEIGHTS} --port 8001", shell=True)\n',
        f'subprocess.run(["docker", "run", "vllm/vllm-openai", "--model", "{WEIGHTS}"])\n',
        'subprocess.Popen([sys.executable, "-m", "vllm.entrypoints.openai.api_server", '
        f'"--model", "{WEIGHTS}"])\n',
        f'asyncio.create_subprocess_exec("vllm", "serve", "{WEIGHTS}")\n',
    ],
)
def test_servers_that_python_starts_and_their_clients(command: str, tmp_path: Path) -> None:
    said = found(tmp_path, {"serve.py": RUN + command, "ask.py": ASKS})
    action, reason = said["serve.py", 2]
    assert (action, reason.endswith("its clients must follow: ask.py:3")) == ("review", True)
    assert said["ask.py", 3][0] == "review"
    assert "is started with it at serve.py:2: client and server must" in said["ask.py", 3][1]


def test_weights_that_have_a_name_in_python(tmp_path: Path) -> None:
    text = RUN + f'MODEL = "{BIG}"\nsubprocess.Popen(["vllm", "serve", MODEL])\n'
    text += ASKS.replace(f'"{WEIGHTS}"', "MODEL")
    said = found(tmp_path, {"serve.py": text})
    assert [*said] == [("serve.py", 2)]
    assert said["serve.py", 2][1].startswith("vllm is started with it at serve.py:3")


@pytest.mark.parametrize(
    "command",
    [
        f'subprocess.Popen(["python", "train.py", "--model", "{BIG}"])\n',
        f'subprocess.Popen(["vllm", "bench", "{BIG}"])\n',
        f'print(["vllm", "serve", "{BIG}"])\n',
        f'subprocess.run(f"vllm serve {{x}} {BIG}", shell=True)\n',
        'subprocess.run("vllm serve \'unbalanced", shell=True)\n',
        'subprocess.Popen(["vllm", "serve", "Qwen/Qwen3-8B"])\n',
    ],
)
def test_other_commands_of_python_start_none(command: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"serve.py": RUN + command, "ask.py": ASKS.replace(WEIGHTS, "x")}) == {}
