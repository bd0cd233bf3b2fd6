"""Made-up repositories with *n* like files or like places, for the growth of a scan.

A shape is a public function in a module here: from a number and the words of a recipe it makes the
files of a repository, as (path, text). What it makes is what people have many of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path

Files = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Words:
    """What a recipe moves: a model, the address it is asked at, and the variable of its key."""

    model: str
    url: str
    key: str

    @property
    def client(self) -> str:
        """A client in Python."""
        return f'OpenAI(base_url="{self.url}", api_key=os.environ["{self.key}"])'

    @property
    def script_client(self) -> str:
        """A client in TypeScript."""
        return f'new OpenAI({{ baseURL: "{self.url}", apiKey: process.env.{self.key} }})'


Shape = Callable[[int, Words], Files]
DEEPSEEK = Words("deepseek-chat", "https://api.deepseek.com", "DEEPSEEK_API_KEY")
RECIPES = {
    "deepseek-v3-aliases": DEEPSEEK,
    "llama-to-muse-spark": Words(
        "meta-llama/Llama-3.3-70B-Instruct-Turbo", "https://api.together.xyz/v1", "TOGETHER_API_KEY"
    ),
    "openai-to-deepseek": Words("gpt-4o", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    "retired": DEEPSEEK,
}
"""The recipes that are tried, each with words that it is about."""


def shapes() -> dict[str, Shape]:
    """All shapes, by ``module.function``."""
    found: dict[str, Shape] = {}
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        module = import_module(f"{__name__}.{path.stem}")
        own = [f for _, f in getmembers(module, isfunction) if f.__module__ == module.__name__]
        own = [function for function in own if not function.__name__.startswith("_")]
        found |= {f"{path.stem}.{function.__name__}": function for function in own}
    return found


def written(shape: Shape, n: int, words: Words, home: Path) -> None:
    """Write the repository below *home*."""
    for path, text in shape(n, words):
        place = home / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
