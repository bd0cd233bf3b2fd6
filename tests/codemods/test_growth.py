"""What a scan does grows with the number of files, not with the number of their pairs.

Counted is how often something is done, never how long it takes.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codemods import engine
from codemods.javascript.tree import Script
from codemods.source import Source
from migrate.plan.making import make_plan

AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(files: dict[str, str]) -> None:
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, "utf-8")


def rewritten() -> set[str]:
    """The files that a scan of the folder would change."""
    findings = engine.scan(["."], make_plan(as_of=AT)).findings
    return {finding.path for finding in findings if finding.action == "rewrite"}


@pytest.mark.parametrize("many", [2, 20])
def test_a_script_is_parsed_as_often_however_many_import_it(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tree_sitter")
    made = 'import OpenAI from "openai";\nexport const ai = new OpenAI({ baseURL: URL });\n'
    asks = (
        'import { ai } from "./client";\nimport { config } from "./config";\n'
        "ai.chat.completions.create({ model: config.model });\n"
    )
    written(
        {
            "client.ts": made.replace("URL });", '"https://api.deepseek.com" });'),
            "config.ts": 'export const config = { model: "deepseek-chat" };\n',
            "other.ts": 'import { config } from "./config";\nrun(config.timeout);\n',
            **{f"ask{i}.ts": asks for i in range(many)},
        }
    )
    parses: Counter[str] = Counter()
    parse = Script.parse

    def counted(source: Source) -> Script:
        parses[source.path] += 1
        return parse(source)

    monkeypatch.setattr(Script, "parse", counted)
    assert rewritten() == {"config.ts", *(f"ask{i}.ts" for i in range(many))}
    assert [parses[name] for name in ("client.ts", "config.ts", "other.ts")] == [1, 2, 1]
