"""The same rules under LibCST's own codemod runner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from libcst.codemod import CodemodTest

from codemods.command import CutoverCommand

BEFORE = """
    import openai

    client = openai.OpenAI(base_url="https://api.deepseek.com")
    reply = client.chat.completions.create(model='deepseek-chat', messages=[])  # kept
"""
AFTER = """
    import openai

    client = openai.OpenAI(base_url="https://api.deepseek.com")
    reply = client.chat.completions.create(model='deepseek-flash', messages=[], \
extra_body={"thinking": {"type": "disabled"}})  # kept
"""


class TestUnderLibCST(CodemodTest):
    TRANSFORM = CutoverCommand

    def test_an_id_and_its_switch_are_rewritten(self) -> None:
        options = {"recipe": "deepseek-v3-aliases", "as_of": "2026-11-20"}
        self.assertCodemod(BEFORE, AFTER, **options)
        self.assertCodemod(AFTER, AFTER, **options)

    def test_another_host_is_left_alone(self) -> None:
        code = BEFORE.replace("api.deepseek.com", "openrouter.ai/api/v1")
        self.assertCodemod(code, code, recipe="deepseek-v3-aliases", as_of="2026-11-20")


def test_the_runner_itself_runs_the_command(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        'import litellm\nlitellm.completion("deepseek/deepseek-chat")\n'
    )
    words = ["codemod", "-x", "codemods.command.CutoverCommand", "--as-of", "2026-11-20"]
    words += ["--recipe", "deepseek-v3-aliases", "--jobs", "1", "--no-format", "app.py"]
    done = subprocess.run(
        [sys.executable, "-m", "libcst.tool", *words], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "deepseek/deepseek-flash" in (tmp_path / "app.py").read_text()
