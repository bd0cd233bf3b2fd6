"""Asked in every CI job, so it must be quick: what is loaded for a version and for help."""

import subprocess
import sys

import pytest

from migrate import __version__
from tests.cli.process import environment, run

SLOW = ("openai", "libcst", "deepdiff", "jinja2", "jsonschema", "starlette", "uvicorn", "aiohttp")


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_is_one_line_on_stdout(word: str) -> None:
    done = run(word)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"llm-cutover {__version__}\n"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["nonsense"], ["scan", "--help"]])
def test_no_slow_library_is_loaded_to_say_who_we_are(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "migrate", *words],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "migrate" in loaded
    assert not loaded & {*SLOW, "rich", "asyncio", "httpx2"}


def test_the_version_loads_nothing_but_the_door() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "migrate", "--version"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "typer" not in loaded
    assert {name for name in loaded if name.startswith("migrate")} == {
        *("migrate", "migrate.cli", "migrate.errors"),
    }


def test_no_words_show_the_help() -> None:
    assert run().stdout == run("--help").stdout
    assert run().returncode == 0
