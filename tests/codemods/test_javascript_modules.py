"""What one script takes of another: under another name, by `require`, with a variable's default."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

pytest.importorskip("tree_sitter")
OLD, NEW = "deepseek-chat", "deepseek-flash"
OFF = 'thinking: { type: "disabled" }'
MADE = 'const ai = new OpenAI({ baseURL: "https://api.deepseek.com" });\n'
LIB = f'import OpenAI from "openai";\n{MADE}export const MODEL = "{OLD}";\nexport {{ ai }};\n'
COMMON = f'const OpenAI = require("openai");\n{MADE}const MODEL = "{OLD}";\n'
ASK = "{}.chat.completions.create({{ model: {}, messages: [] }});\n"
SCRIPTS = [
    ("lib.ts", LIB, 'import { ai as bot, MODEL as own } from "./lib";\n', "bot", "own"),
    ("lib.ts", LIB.replace("{ ai }", "{ ai as bot }"), 'import { bot, MODEL } from "./lib";\n',
     "bot", "MODEL"),
    ("lib.ts", LIB.replace(f'MODEL = "{OLD}"', f'c = {{ model: "{OLD}" }}'),
     'import { ai, c as own } from "@/lib";\n', "ai", "own.model"),
    ("lib.ts", LIB.replace(f'"{OLD}"', f'process.env.BOT_MODEL ?? "{OLD}"'),
     'import { ai, MODEL } from "./lib";\n', "ai", "MODEL"),
    ("lib.js", COMMON + "module.exports = { ai, MODEL };\n",
     'const { ai, MODEL } = require("./lib");\n', "ai", "MODEL"),
    ("lib.js", COMMON + "module.exports = { bot: ai, MODEL };\n",
     'const { bot, MODEL: own } = require("./lib.js");\n', "bot", "own"),
    ("lib.js", COMMON + "exports.ai = ai;\nmodule.exports.MODEL = MODEL;\n",
     'const { ai, MODEL } = require("./lib");\n', "ai", "MODEL"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "lib", "line", "client", "model"), SCRIPTS)
def test_what_is_taken_by_name_moves_with_the_request(
    path: str, lib: str, line: str, client: str, model: str, tmp_path: Path
) -> None:
    asks = line + ASK.format(client, model)
    name = f"ask.{path[-2:]}"
    after = Project(tmp_path, {path: lib, name: asks}).apply()
    assert after[path] == lib.replace(OLD, NEW)
    assert OFF in after[name]


def test_the_variable_before_a_default_moves_with_it(tmp_path: Path) -> None:
    files = {"lib.ts": SCRIPTS[3][1], ".env.example": f"BOT_MODEL={OLD}\n"}
    files["ask.ts"] = SCRIPTS[3][2] + ASK.format("ai", "MODEL")
    after = Project(tmp_path, files).apply()
    assert after[".env.example"] == f"BOT_MODEL={NEW}\n"
    assert (f'"{NEW}"' in after["lib.ts"], OFF in after["ask.ts"]) == (True, True)


@pytest.mark.parametrize(
    ("lib", "line", "other"),
    [
        (SCRIPTS[3][1], SCRIPTS[3][2] + "console.log(MODEL);\n", ""),
        (SCRIPTS[4][1], SCRIPTS[4][2], 'const all = require("./lib");\nrun(all);\n'),
        (SCRIPTS[4][1], SCRIPTS[4][2], 'const { ...all } = require("./lib");\nrun(all);\n'),
        (SCRIPTS[4][1], SCRIPTS[4][2], 'run(require("./lib").MODEL);\n'),
        (SCRIPTS[4][1], SCRIPTS[4][2], 'const { MODEL } = require("./lib");\nrun(MODEL);\n'),
        (SCRIPTS[4][1], SCRIPTS[4][2].replace("./lib", "./lib2"), ""),
        (SCRIPTS[4][1].replace("https://api.deepseek.com", "http://x:1"), SCRIPTS[4][2], ""),
    ],
)
def test_it_stays_where_not_all_is_seen(lib: str, line: str, other: str, tmp_path: Path) -> None:
    files = {"lib.js": lib, "ask.js": line + ASK.format("ai", "MODEL"), "other.js": other}
    files[".env.example"] = f"BOT_MODEL={OLD}\n" if "process.env" in lib else "A=b\n"
    assert Project(tmp_path, files).apply() == files


def test_a_script_of_a_longer_name_is_another(tmp_path: Path) -> None:
    files = {"lib.js": SCRIPTS[4][1], "ask.js": SCRIPTS[4][2] + ASK.format("ai", "MODEL")}
    files["other.js"] = 'const all = require("./mylib");\nrun(all);\n'
    assert Project(tmp_path, files).apply()["lib.js"] == SCRIPTS[4][1].replace(OLD, NEW)


OPENAI = (
    'import OpenAI from "openai";\nconst ai = new OpenAI();\n'
    "ai.chat.completions.create({ model: process.env.AI_MODEL || 'gpt-4o', messages });\n"
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env.example", "AI_MODEL=gpt-4o\n"),
        ("package.json", '{"scripts": {"dev": "AI_MODEL=gpt-4o next dev"}}\n'),
        (".env.example", "AI_MODEL=mistral-large-2411\n"),
    ],
)
def test_a_client_stays_with_what_sets_its_variable(path: str, text: str, tmp_path: Path) -> None:
    files = {"ask.js": OPENAI, path: text}
    assert Project(tmp_path, files).apply("openai-to-deepseek") == files
    found = Project(tmp_path, files).scan("openai-to-deepseek").findings
    (told,) = (f for f in found if f.rule == "model-id" and f.path == "ask.js")
    assert (told.action, f"AI_MODEL is {text[9:].strip()} at" in told.reason or path[0] == "p") == (
        "review", True,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["AI_MODEL=your-model\n", "AI_MODEL=\n", "OTHER_MODEL=gpt-4o\n"])
def test_words_for_a_model_hold_no_client(text: str, tmp_path: Path) -> None:
    files = {"ask.js": OPENAI, ".env.example": text}
    after = Project(tmp_path, files).apply("openai-to-deepseek")
    assert 'baseURL: "https://api.deepseek.com"' in after["ask.js"]
    assert "'deepseek-flash'" in after["ask.js"]
