"""The scripts that docs/ci.md shows, run as they stand there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.cli.process import ROOT, environment

PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
OLD = (
    "from openai import OpenAI\n"
    'client = OpenAI(base_url="https://api.deepseek.com")\n'
    'client.chat.completions.create(model="deepseek-chat", messages=[])\n'
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository, and our command on PATH."""
    command = tmp_path / "bin/llm-cutover"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m migrate "$@"\n')
    command.chmod(0o755)
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo/app.py").write_text(OLD)
    return tmp_path / "repo"


def sh(script: str, checkout: Path, **env: str) -> int:
    path = f"{checkout.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = ["sh", "-e", "-c", script]
    everything = environment(PATH=path, LLM_CUTOVER_AS_OF="2026-11-20", **env)
    return subprocess.run(command, cwd=checkout, env=everything, check=False).returncode


def test_the_gitlab_job_fails_and_leaves_its_reports(checkout: Path) -> None:
    (job,) = [yaml.safe_load(block)["cutover"] for block in blocks("yaml") if "image:" in block]
    scan = job["script"][-1]
    assert sh(scan, checkout, GITLAB_CI="true", CI="true") == 1
    reports = job["artifacts"]["reports"]
    issues = json.loads((checkout / reports["codequality"]).read_text())
    assert {issue["location"]["path"] for issue in issues} == {"app.py"}
    assert ElementTree.parse(checkout / reports["junit"]).getroot().tag == "testsuites"


def test_the_script_for_many_repositories_rewrites_and_then_finds_nothing(checkout: Path) -> None:
    script = next(block for block in blocks("sh") if block.startswith("#!/bin/sh"))
    subprocess.run(["git", "init", "-q"], cwd=checkout, check=True)
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    for words in (("add", "."), ("commit", "-qm", "x")):
        subprocess.run(["git", *who, *words], cwd=checkout, check=True)
    script = script.replace("#!/bin/sh\n", "#!/bin/sh\nset +e\n")
    assert sh(script, checkout) == 0
    changed = (checkout / "app.py").read_text()
    assert "deepseek-chat" not in changed
    subprocess.run(["git", *who, "commit", "-qam", "y"], cwd=checkout, check=True)
    assert sh(script, checkout, CUTOVER_BODY=str(checkout.parent / "body.md")) == 0
    assert (checkout / "app.py").read_text() == changed
    assert Path(os.devnull).is_char_device()


def test_the_workflows_are_yaml_with_pinned_actions_and_few_rights() -> None:
    for block in blocks("yaml"):
        document = yaml.safe_load(block)
        assert document
        for line in block.splitlines():
            if "uses: actions/" in line:
                assert re.search(r"@[0-9a-f]{40} # v\d", line)
    workflow = yaml.safe_load(blocks("yaml")[0])
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["scan"]["permissions"] == {"contents": "read"}
