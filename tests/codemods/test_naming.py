"""Where a class that gives way is only spoken of, its name follows; elsewhere the import stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

LLAMA = "llama-to-muse-spark"
BUILT = 'OpenAI(base_url="https://api.meta.ai/v1", api_key=key)'
ASKED = (
    "\n\ndef ask(messages, key):\n    client = {made}\n"
    '    return client.chat.completions.create(model="{model}", messages=messages)\n'
)


def of_groq(head: str) -> str:
    return head + ASKED.format(made="Groq(api_key=key)", model="llama-3.1-8b-instant")


def of_openai(head: str) -> str:
    return head + ASKED.format(made=BUILT, model="muse-spark-1.3")


@pytest.mark.parametrize(
    "head",
    [
        "from {package} import {name}\n\n\ndef known(client: {name}) -> {name} | None: ...\n",
        "from typing import Optional\n\nfrom {package} import {name}\n\nshared: Optional[{name}]\n",
        "from {package} import {name}\n\n\ndef is_one(client):\n"
        "    return isinstance(client, {name})\n",
        "try:\n    from {package} import {name}\nexcept ImportError:\n    raise SystemExit(2)\n",
        "try:\n    from {package} import {name}\nexcept ImportError:\n    {name} = None\n\n"
        "if {name} is None:\n    raise SystemExit(2)\n",
    ],
)
def test_what_only_speaks_of_the_class_follows(tmp_path: Path, head: str) -> None:
    project = Project(tmp_path, {"app.py": of_groq(head.format(package="groq", name="Groq"))})
    after = of_openai(head.format(package="openai", name="OpenAI"))
    assert project.apply(LLAMA) == {"app.py": after}


@pytest.mark.parametrize(
    "use",
    [
        "KINDS = [Groq]\n",
        "try:\n    pass\nexcept ImportError:\n    Groq = object\n",
        'shared: "Groq | None" = None\n',
        "class Mine(Groq): ...\n",
        "speech = Groq().audio.transcriptions.create(model='whisper-large-v3')\n",
    ],
)
def test_a_use_that_cannot_follow_keeps_the_import(tmp_path: Path, use: str) -> None:
    head = f"from groq import Groq\n\n{use}"
    after = Project(tmp_path, {"app.py": of_groq(head)}).apply(LLAMA)["app.py"]
    assert after == of_openai(head.replace("\n", "\nfrom openai import OpenAI\n", 1))


def test_a_method_called_get_is_not_a_mapping_s(tmp_path: Path) -> None:
    code = (
        "from {package} import {name}\n\n\nclass Answers:\n"
        "    def __init__(self, key):\n        self.key, self.client = key, None\n\n"
        "    def get(self):\n        if self.client is None:\n            self.client = {made}\n"
        "        return self.client\n\n    def ask(self, messages):\n        model = '{model}'\n"
        "        return self.get().chat.completions.create(model=model, messages=messages)\n"
    )
    old = code.format(
        package="groq", name="Groq", made="Groq(api_key=self.key)", model="llama-3.1-8b-instant"
    )
    made = 'OpenAI(base_url="https://api.meta.ai/v1", api_key=self.key)'
    new = code.format(package="openai", name="OpenAI", made=made, model="muse-spark-1.3")
    assert Project(tmp_path, {"app.py": old}).apply(LLAMA) == {"app.py": new}


def test_a_longer_word_in_quotes_is_another_class(tmp_path: Path) -> None:
    head = 'from {} import {}\n\n\nclass GroqBox:\n    def copy(self) -> "GroqBox": ...\n'
    project = Project(tmp_path, {"app.py": of_groq(head.format("groq", "Groq"))})
    after = project.apply(LLAMA)["app.py"]
    assert after == of_openai(head.format("openai", "OpenAI"))


HANDED = (
    "from groq import Groq\n\nfrom planner import Planner\n\n"
    "print(Planner(Groq(api_key=read())).plan([]))\n"
)
PLANNER = (
    "from typing import Optional\n\nfrom {package} import {name}\n\n\nclass Planner:\n"
    "    def __init__(self, llm: Optional[{name}]):\n        self.llm = llm\n\n"
    "    def plan(self, messages):\n{more}        return self.llm.chat.completions.create("
    'model="{model}", messages=messages)\n'
)
OF_GROQ = {"package": "groq", "name": "Groq", "model": "llama-3.1-8b-instant"}
OF_META = {"package": "openai", "name": "OpenAI", "model": "muse-spark-1.3"}


@pytest.mark.parametrize(
    "more", ["", "        if not isinstance(self.llm, {name}):\n            return None\n"]
)
def test_a_module_that_is_handed_the_client_speaks_of_the_new_class(
    tmp_path: Path, more: str
) -> None:
    before = PLANNER.format(**OF_GROQ, more=more.format(name="Groq"))
    after = Project(tmp_path, {"app.py": HANDED, "planner.py": before}).apply(LLAMA)
    assert after["planner.py"] == PLANNER.format(**OF_META, more=more.format(name="OpenAI"))


def test_where_the_new_class_is_imported_already_the_old_import_goes(tmp_path: Path) -> None:
    before = "from openai import OpenAI\n" + PLANNER.format(**OF_GROQ, more="")
    after = Project(tmp_path, {"app.py": HANDED, "planner.py": before}).apply(LLAMA)["planner.py"]
    assert after.count("import OpenAI") == 1
    assert "Groq" not in after


@pytest.mark.parametrize(
    ("more", "app"),
    [
        ("        spare = Groq\n", HANDED),  # the class is used otherwise
        ("        Groq().audio.transcriptions.create(model='whisper-large-v3')\n", HANDED),
        ("", HANDED + 'print(Planner(Groq(base_url="https://llm.example.com")).plan([]))\n'),
    ],
)
def test_a_module_that_needs_the_old_class_keeps_its_import(
    tmp_path: Path, more: str, app: str
) -> None:
    before = PLANNER.format(**OF_GROQ, more=more)
    after = Project(tmp_path, {"app.py": app, "planner.py": before}).apply(LLAMA)["planner.py"]
    assert "from groq import Groq\n" in after
    assert "llm: Optional[Groq]" in after
