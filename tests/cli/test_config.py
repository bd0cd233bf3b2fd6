"""`config show`: every value that makes the plan, and who said so."""

import json
from pathlib import Path

import pytest

from migrate.cli import run

FILE = """\
recipes = ["retired"]
as_of = 2026-11-20
exclude = ["src/old/**"]

[[move]]
from = "openai:gpt-4o"
to = "meta:muse-spark-1.3"

[models]
"old" = "new"

[gate]
margin = 0.03
"""


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, tuple[str, str]]:
    assert run(["config", "show", "-f", "json", *words]) == 0
    values = json.loads(capsys.readouterr().out)["values"]
    return {one["name"]: (one["value"], one["origin"]) for one in values}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("llm-cutover.toml").write_text(FILE)


def test_values_of_the_file_have_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys)
    assert told["as_of"] == ("2026-11-20T00:00:00+00:00", "llm-cutover.toml:2")
    assert told["recipe"] == ("retired", "llm-cutover.toml:1")
    assert told["move"] == ("openai:gpt-4o -> meta:muse-spark-1.3", "llm-cutover.toml:5")
    assert told["model"] == ("old -> new", "llm-cutover.toml:10")
    assert told["exclude"] == ("src/old/**", "llm-cutover.toml:3")
    assert told["gate.margin"] == ("0.03", "llm-cutover.toml:13")
    assert told["gate.max_error_share"] == ("0.01", "default")


def test_options_come_before_variables_and_those_before_the_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_CUTOVER_RECIPE", "deepseek-v3-aliases")
    monkeypatch.setenv("LLM_CUTOVER_AS_OF", "2026-01-01")
    told = shown(capsys, "--as-of", "2026-10-01", "--model", "a=b")
    assert told["as_of"] == ("2026-10-01T00:00:00+00:00", "--as-of")
    assert told["recipe"] == ("deepseek-v3-aliases", "LLM_CUTOVER_RECIPE")
    assert told["move"][1] == "recipe deepseek-v3-aliases"


def test_without_a_file_the_defaults_hold(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, "--isolated")
    assert told["recipe"] == ("retired", "default: nothing else was asked for")
    assert told["externalize"] == ("false", "default")
    assert {origin.partition(":")[0] for _, origin in told.values()} == {"default"}


def test_a_broken_file_is_named_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("llm-cutover.toml").write_text("recipes = ['retired']\nexclud = []\n")
    assert run(["config", "show"]) == 2
    assert "llm-cutover.toml:2: unknown key 'exclud'" in capsys.readouterr().err
