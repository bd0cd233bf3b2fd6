"""A client of another library gives way to OpenAI's: arguments, exceptions and imports."""

from __future__ import annotations

import inspect
from pathlib import Path

from openai.resources.chat import Completions

from codemods.python.calls.shapes import accepted
from tests.codemods.scanning import Project

RECIPE = "llama-to-muse-spark"
MODEL = '"meta-llama/Llama-3.3-70B-Instruct-Turbo"'
TOGETHER = "from together import Together\n\nclient = Together()\n"
CALL = "client.chat.completions.create(model={}, messages=[]{})\n"


def moved(folder: Path, text: str) -> str:
    return Project(folder, {"app.py": text}).apply(RECIPE)["app.py"]


def told(folder: Path, text: str) -> list[tuple[str, str]]:
    found = Project(folder, {"app.py": text}).scan(RECIPE).findings
    return [(f.old, f.reason) for f in found if f.action == "review"]


def test_the_list_of_arguments_is_that_of_the_installed_client() -> None:
    assert accepted() == set(inspect.signature(Completions.create).parameters) - {"self"}


def test_arguments_that_openai_does_not_know_go_out_in_the_body(tmp_path: Path) -> None:
    after = moved(tmp_path, TOGETHER + CALL.format(MODEL, ", top_k=50, top_p=0.9, min_p=0.1"))
    body = '{"top_k": 50, "min_p": 0.1}'
    assert after.endswith(CALL.format('"muse-spark-1.3"', f", top_p=0.9, extra_body={body}"))


def test_arguments_that_cannot_be_moved_there_are_told(tmp_path: Path) -> None:
    text = TOGETHER + 'OPTIONS = {"top_k": 50}\n' + CALL.format(MODEL, ", **OPTIONS")
    reason = "OpenAI's client has no argument top_k, and would raise a TypeError"
    assert [old for old, why in told(tmp_path, text) if why.startswith(reason)] == ["top_k"]


def test_a_call_that_stays_keeps_its_arguments(tmp_path: Path) -> None:
    text = TOGETHER + CALL.format('"Qwen/Qwen2.5-72B"', ", top_k=50")
    assert moved(tmp_path, text) == text


TRY = "try:\n    {}except {}:\n    pass\n"


def test_exceptions_of_the_old_library_are_told(tmp_path: Path) -> None:
    text = "import groq\nfrom groq import Groq, APIError\n\nclient = Groq()\n"
    call = CALL.format('"llama-3.3-70b-versatile"', "")
    text += TRY.format(call, "(groq.RateLimitError, APIError, ValueError)")
    seen = [(old, why.partition(": ")[2]) for old, why in told(tmp_path, text)]
    assert seen == [
        ("groq.RateLimitError", "look for openai.RateLimitError"),
        ("APIError", "look for openai.APIError"),
    ]


def test_exceptions_of_others_are_not(tmp_path: Path) -> None:
    text = TOGETHER + TRY.format(CALL.format(MODEL, ""), "(ValueError, KeyError)")
    assert told(tmp_path, text) == []


def test_a_class_that_is_imported_already_is_not_imported_again(tmp_path: Path) -> None:
    text = "from groq import Groq, APIError\nfrom openai import OpenAI\n\nclient = Groq()\n"
    after = moved(tmp_path, text + CALL.format('"llama-3.3-70b-versatile"', ""))
    assert after.startswith("import os\nfrom groq import APIError\nfrom openai import OpenAI\n\n")


def test_two_classes_that_give_way_to_one_bring_it_once(tmp_path: Path) -> None:
    after = moved(
        tmp_path,
        "import os\nfrom langchain_groq import ChatGroq\n"
        "from langchain_together import ChatTogether\n"
        f'\nllm = ChatGroq(model="llama-3.3-70b-versatile")\nother = ChatTogether(model={MODEL})\n',
    )
    assert after.startswith(
        "import os\nfrom langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI("
    )
