"""Code that refers to itself ends no scan."""

from pathlib import Path

from tests.codemods.scanning import Project

BUILT_FROM_ITSELF = """\
class P:
    pass


def go(p):
    p = P(**p)
    return ask(custom_llm_provider=p.get("provider"), model="deepseek-chat")
"""


def test_an_object_that_is_built_from_itself_is_judged(tmp_path: Path) -> None:
    found = Project(tmp_path, {"app.py": BUILT_FROM_ITSELF}).scan("--model deepseek-chat=x")
    assert [finding.old for finding in found.findings] == ["deepseek-chat"]
