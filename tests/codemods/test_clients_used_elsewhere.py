"""Modules without a word of the plan that get a client by its name: what they ask of it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

CLIENT = (
    "from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef ask(messages):\n"
    '    return client.chat.completions.create(model="gpt-4o", messages=messages)\n'
)
SERVICE = (
    "from openai import OpenAI\n\n\nclass Service:\n    def __init__(self):\n"
    "        self.client = OpenAI()\n\n    def ask(self, messages):\n"
    '        return self.client.chat.completions.create(model="gpt-4o", messages=messages)\n'
)
LLM = (
    'from langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(model="gpt-4o")\n\n\n'
    "def ask(text):\n    return llm.invoke(text)\n"
)


@pytest.mark.parametrize(
    ("holder", "other"),
    [
        (CLIENT, "from holder import client\nclient.embeddings.create(model=MODEL, input=TEXT)\n"),
        (CLIENT, "import holder\nholder.client.audio.speech.create(model=MODEL, input=TEXT)\n"),
        (CLIENT, "from holder import *\nclient.images.generate(model=MODEL, prompt=TEXT)\n"),
        (CLIENT, "from holder import client\nclient.files.create(file=FILE, purpose='batch')\n"),
        (SERVICE, "from holder import Service\nService().client.embeddings.create(model=M)\n"),
        (LLM, "from holder import llm\nllm.bind(model=MODEL)\n"),
    ],
)
def test_a_client_that_another_module_asks_for_something_else_stays(
    tmp_path: Path, holder: str, other: str
) -> None:
    project = Project(tmp_path, {"holder.py": holder, "other.py": other})
    assert project.apply("openai-to-deepseek")["holder.py"] == holder


@pytest.mark.parametrize(
    ("holder", "other"),
    [
        (CLIENT, "from holder import client\nprint(client.api_key)\n"),
        (CLIENT, "from holder import ask\nask([])\n"),
        (SERVICE, "from holder import Service\nService().ask([])\n"),
        (LLM, "from holder import llm\nprint(llm.invoke('Hi').content)\n"),
    ],
)
def test_one_that_is_asked_for_chat_only_moves(tmp_path: Path, holder: str, other: str) -> None:
    project = Project(tmp_path, {"holder.py": holder, "other.py": other})
    assert '"deepseek-flash"' in project.apply("openai-to-deepseek")["holder.py"]


ASK = (
    "def answer(client, messages):\n    return inner(client, messages)\n\n\n"
    "def inner(client, messages):\n"
    '    return client.chat.completions.create(model="gpt-4o", messages=messages)\n'
)


@pytest.mark.parametrize(
    "handed", ["answer(client, [])", "answer(client=client, messages=[])", "answer(**GIVEN)"]
)
def test_one_that_is_handed_to_the_function_that_asks_moves(tmp_path: Path, handed: str) -> None:
    made = "from openai import OpenAI\n\nclient = OpenAI()\n"
    both = "from made import client\nfrom ask import answer\n"
    both += f'GIVEN = {{"client": client, "messages": []}}\n{handed}\n'
    project = Project(tmp_path, {"made.py": made, "ask.py": ASK, "both.py": both})
    after = project.apply("openai-to-deepseek")
    assert '"deepseek-flash"' in after["ask.py"]
    assert 'OpenAI(base_url="https://api.deepseek.com"' in after["made.py"]
    assert after["both.py"] == both
