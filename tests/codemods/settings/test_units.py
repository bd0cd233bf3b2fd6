"""Variables that units of systemd and programs of supervisor set: several on one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

APP = (
    'import os\nfrom openai import OpenAI\nclient = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n'
    'client.chat.completions.create(model=os.environ["MODEL"], messages=[])\n'
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bot.service", '[Service]\nEnvironment="{0}=x" "MODEL={1}"\n'),
        ("bot.service", "[Service]\nEnvironment={0}=x\nEnvironment=MODEL={1}\n"),
        ("s.conf", '[program:b]\nenvironment={0}="%(ENV_{0})s",MODEL="{1}"\n'),
        ("s.conf", "[program:b]\nenvironment=MODEL={1},{0}=x\n"),
        ("up.sh", 'cat > b.service <<EOF\nEnvironment="{0}=${{{0}}}" MODEL={1}\nEOF\n'),
    ],
)
def test_they_move_with_the_code_that_reads_them(tmp_path: Path, path: str, text: str) -> None:
    files = {"app.py": APP, path: text.format("OPENAI_API_KEY", "gpt-4o")}
    after = Project(tmp_path, files).apply("openai-to-deepseek")
    assert after[path] == text.format("DEEPSEEK_API_KEY", "deepseek-flash")


@pytest.mark.parametrize(
    "text",
    [
        '[Service]\nEnvironment="GROQ_API_KEY=x"\n',
        "[program:b]\nenvironment=production\n",
        "[Service]\n# Environment=OPENAI_API_KEY=x\n",
    ],
)
def test_others_stay(tmp_path: Path, text: str) -> None:
    files = {"app.py": APP.replace('os.environ["MODEL"]', '"gpt-4o"'), "b.service": text}
    assert Project(tmp_path, files).apply("openai-to-deepseek")["b.service"] == text
