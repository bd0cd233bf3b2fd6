"""Properties of every change, over generated modules: exact, final, and the same in any order."""

from __future__ import annotations

import ast
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codemods.engine import scan, scan_text
from codemods.files import WalkOptions
from codemods.rewriting.rewrite import hunks
from codemods.writing.changeset import build
from tests.codemods.scanning import Project, plan_of

PLAN = plan_of("deepseek-v3-aliases")
IDS = ["deepseek-chat", "deepseek-reasoner", "deepseek-coder"]
HOSTS = ["https://api.deepseek.com", "https://openrouter.ai/api/v1", "http://localhost:8000/v1"]
LINES = [
    'MODEL_{n} = "{id}"',
    "model_{n} = '{id}'  # é kept",
    'PRICES_{n} = {{"{id}": 1}}',
    'def f_{n}(model="{id}"):\n    return model == "{id}"',
    'c_{n} = OpenAI(base_url="{url}")\nc_{n}.chat.completions.create(model="{id}", messages=[])',
    'c_{n} = OpenAI(base_url="{url}")\nc_{n}.chat.completions.create(\n'
    '    messages=[],  # first\n    model="{id}",  # second\n)',
    'kw_{n} = {{"model": "{id}", "n": 1}}\n'
    'OpenAI(base_url="{url}").chat.completions.create(**kw_{n})',
    'litellm.completion("deepseek/{id}", messages=["{id} is text"])',
    'text_{n} = f"{{n}} {id}"',
    "\x0cx_{n} = ['{id}', \"{id}\"]",
]
LINE = st.tuples(st.sampled_from(LINES), st.sampled_from(IDS), st.sampled_from(HOSTS))
NEWLINE = st.sampled_from(["\n", "\r\n"])
QUIET = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def module(parts: list[tuple[str, str, str]], newline: str = "\n") -> str:
    lines = [form.format(n=n, id=name, url=url) for n, (form, name, url) in enumerate(parts)]
    text = "\n".join(["import litellm", "from openai import OpenAI", *lines, ""])
    return text.replace("\n", newline)


class Planned(ast.NodeTransformer):
    """Takes the planned changes back out of a tree: new ids, switches."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            for name in [*IDS, "deepseek-flash"]:
                node.value = node.value.replace(name, "ID")
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [k for k in node.keywords if k.arg != "extra_body"]
        return self.generic_visit(node)


def shape(text: str) -> str:
    return ast.dump(Planned().visit(ast.parse(text)))


@QUIET
@given(st.lists(LINE, min_size=1, max_size=6), NEWLINE)
def test_the_tree_differs_by_the_plan_and_the_bytes_by_the_edits(
    parts: list[tuple[str, str, str]], newline: str
) -> None:
    before = module(parts, newline)
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), {"app.py": before})
        after = project.apply()["app.py"]
        assert shape(after) == shape(before)
        assert project.apply()["app.py"] == after
    assert after.count("\r") == after.count(newline) * newline.count("\r")
    changing = [*IDS, "create("]
    kept = [line for line in before.split(newline) if not any(word in line for word in changing)]
    assert all(line in after for line in kept)


@QUIET
@given(st.lists(LINE, min_size=1, max_size=6))
def test_edits_are_as_small_as_the_findings_say(parts: list[tuple[str, str, str]]) -> None:
    text = module(parts)
    for finding in scan_text(text, PLAN):
        assert text[finding.span.start : finding.span.end] == finding.old
        for edit in finding.edits:
            assert edit.end - edit.start <= len(finding.old)
        assert (finding.action == "rewrite") == bool(finding.edits)


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=2, max_size=4))
def test_workers_and_order_do_not_matter(modules: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, parts in enumerate(modules):
            path = Path(folder) / f"m{n}.py"
            path.write_text(module(parts))
            paths.append(str(path))
        options = WalkOptions()
        one = scan(paths, PLAN, options)
        with ThreadPoolExecutor(3) as pool:
            many = scan(paths[::-1], PLAN, options, executor=pool)
        assert one == many
        assert build(one.findings).changes == build(many.findings).changes


@given(st.text("ab ,(\n", max_size=30), st.text("ab ,(\n", max_size=30))
def test_hunks_give_the_new_text(old: str, new: str) -> None:
    text = old
    for start, end, piece in reversed(hunks(old, new)):
        text = text[:start] + piece + text[end:]
    assert text == new
