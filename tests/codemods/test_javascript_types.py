"""Scripts in a project: a front end, types, workflows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

pytest.importorskip("tree_sitter", reason="the extra 'javascript' is not installed")

BACKEND = (
    "from openai import OpenAI\n"
    'client = OpenAI(base_url="https://api.deepseek.com")\n'
    'client.chat.completions.create(model="deepseek-chat", messages=[])\n'
)


@pytest.mark.parametrize(
    "script",
    [
        'await fetch("/api/chat", { body: JSON.stringify({ q, model: "deepseek-chat" }) });',
        'axios.post("./chat", { model: "deepseek-chat" });',
        'const [model, setModel] = useState("deepseek-chat");',
        'const [model, setModel] = useState<Model>("deepseek-chat");',
        'type Model = "deepseek-chat" | "gpt-5";',
        'interface Props { model: "deepseek-chat" }',
        'enum Model { Chat = "deepseek-chat" }',
        'function ask(model: "deepseek-chat" | "gpt-5") {}',
    ],
)
def test_what_the_python_of_a_project_may_be_asked_for_names_it(
    script: str, tmp_path: Path
) -> None:
    files = {"web/a.ts": script + "\n", "api.py": BACKEND}
    found = Project(tmp_path, files).scan().findings
    assert {f.action for f in found if f.path == "api.py"} == {"rewrite"}
    (asks,) = (f for f in found if f.path == "web/a.ts")
    assert asks.action == "review"
    assert asks.reason.endswith("api.py:3 is rewritten, and may be what this asks for")


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ('const model: Model = "deepseek-chat";', "review"),
        ('const model = "deepseek-chat" as Model;', "review"),
        ('const model = "deepseek-chat" satisfies Model;', "review"),
        ('const model: "deepseek-chat" | "x" = "deepseek-chat";', "review"),
        ('const model: string = "deepseek-chat";', "rewrite"),
        ('const model: Other = "deepseek-chat";', "rewrite"),
        ('const model = "deepseek-chat" as const;', "rewrite"),
    ],
)
def test_what_has_a_type_that_spells_it_out_stays(line: str, action: str, tmp_path: Path) -> None:
    text = (
        'import OpenAI from "openai";\ntype Model = "deepseek-chat" | "deepseek-reasoner";\n'
        'type Other = "a" | "b";\n'
        'const client = new OpenAI({ baseURL: "https://api.deepseek.com" });\n'
        f"{line}\nclient.chat.completions.create({{ model, messages: [] }});\n"
    )
    found = Project(tmp_path, {"a.ts": text}).scan().findings
    at = line.rindex('"deepseek-chat"') + 2
    (model,) = (f for f in found if (f.span.line, f.span.column) == (5, at))
    assert model.action == action


STEP = (
    "jobs:\n  a:\n    steps:\n      - uses: actions/github-script@v7\n        with:\n"
    "          script: |\n"
    '            const OpenAI = require("openai");\n'
    '            const ai = new OpenAI({ baseURL: "https://api.deepseek.com" });\n'
    '            await ai.chat.completions.create({ model: "deepseek-chat", messages });\n'
)


def test_the_script_of_a_workflow_is_javascript(tmp_path: Path) -> None:
    after = Project(tmp_path, {".github/workflows/a.yml": STEP}).apply()
    new = 'model: "deepseek-flash", thinking: { type: "disabled" }, messages'
    assert after[".github/workflows/a.yml"] == STEP.replace('model: "deepseek-chat", messages', new)


@pytest.mark.parametrize(
    ("before", "after"),
    [("actions/github-script@v7", "someone/script@v1"), ("= require", "= = require")],
)
def test_what_is_no_such_script_stays(before: str, after: str, tmp_path: Path) -> None:
    text = STEP.replace(before, after)
    assert Project(tmp_path, {"a.yml": text}).apply() == {"a.yml": text}
