"""System prompts of calls that move: listed where they are written, never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

HEAD = "from openai import OpenAI\nclient = OpenAI()\n"


def call(content: str, role: str = "system", model: str = "gpt-4o") -> str:
    messages = f'[{{"role": "{role}", "content": {content}}}]'
    return f'client.chat.completions.create(model="{model}", messages={messages})\n'


def listed(folder: Path, files: dict[str, str], recipe: str) -> list[tuple[str, int, str]]:
    found = Project(folder, files).scan(recipe).findings
    return [(f.path, f.span.line, f.old) for f in found if f.rule == "system-prompt"]


@pytest.mark.parametrize(
    ("before", "content", "expected"),
    [
        ("", '"Be brief."', (3, '"Be brief."')),
        ("", 'f"Be {how}."', (3, 'f"Be {how}."')),
        ('TEXT = """Be\nbrief."""\n', "TEXT", (3, '"""Be')),
        ('TEXT = """\n  Be\nbrief."""\n', "TEXT", (4, "Be")),
        ('TEXT = "Be {}."\n', 'TEXT.format("brief").strip()', (3, '"Be {}."')),
        ("", 'open("prompts/a.txt").read()', (3, 'open("prompts/a.txt").read()')),
    ],
)
def test_a_prompt_is_listed_at_its_text_or_where_it_is_read(
    tmp_path: Path, before: str, content: str, expected: tuple[int, str]
) -> None:
    files = {"app.py": HEAD + before + call(content)}
    assert listed(tmp_path, files, "openai-to-muse-spark") == [("app.py", *expected)]


def test_a_prompt_of_another_module_is_listed_there_once(tmp_path: Path) -> None:
    files = {
        "app.py": HEAD + "from texts import TEXT\n" + call("TEXT") + call("TEXT"),
        "texts.py": '"""Texts."""\nTEXT = "Be brief."\n',
    }
    assert listed(tmp_path, files, "openai-to-muse-spark") == [("texts.py", 2, '"Be brief."')]


@pytest.mark.parametrize(
    ("code", "recipe"),
    [
        (call('"Be brief."', role="user"), "openai-to-muse-spark"),
        (call('"Be brief."'), "openai-to-deepseek"),  # nobody has advice for it
        (call('"Be brief."', model="gpt-image-1"), "openai-to-muse-spark"),
        (call('"Be brief."'), "retired"),
    ],
)
def test_prompts_that_nothing_is_known_of_are_not_mentioned(
    tmp_path: Path, code: str, recipe: str
) -> None:
    assert listed(tmp_path, {"app.py": HEAD + code}, recipe) == []


def test_the_advice_is_told_and_the_prompt_stays(tmp_path: Path) -> None:
    project = Project(tmp_path, {"app.py": HEAD + call('"Be brief."')})
    found = [f for f in project.scan("openai-to-muse-spark").findings if f.rule == "system-prompt"]
    assert [f.action for f in found] == ["review"]
    assert "format and the length of the answer" in found[0].reason
    assert found[0].trail == ("sent by app.py:3",)
    assert '"content": "Be brief."' in project.apply("openai-to-muse-spark")["app.py"]
