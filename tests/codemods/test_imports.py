"""Who imports a module is told by the import lines, and what everybody uses is not followed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codemods.python.syntax.imports import Imports
from codemods.python.syntax.module import Module
from codemods.python.syntax.modules import USERS, Modules
from codemods.python.syntax.whole import Whole
from codemods.source import Source

HOLDER = "MODEL = 'gpt-4o'\n"


def users(files: dict[str, str]) -> list[str]:
    """Who uses MODEL of pkg/conf.py."""
    modules = Modules(
        files,
        lambda path: Source(path, b"", files[path], "utf-8"),
        lambda path: files[path].encode(),
    )
    holder = Module.parse("pkg/conf.py", Whole(Source("pkg/conf.py", b"", HOLDER, "utf-8")))
    return [user.path for user, _ in modules.users({holder: {"MODEL"}})]


@pytest.mark.parametrize(
    "line",
    [
        "from pkg.conf import MODEL",
        "from .conf import MODEL",
        "from . import conf; conf.MODEL",
        "import pkg.conf as c; c.MODEL",
        "    from pkg.conf import MODEL",
        "import os, pkg.conf; pkg.conf.MODEL",
    ],
)
def test_who_imports_the_holder_and_says_the_name_is_a_user(line: str) -> None:
    text = f"if True:\n    {line.strip()}\n"
    assert users({"pkg/conf.py": HOLDER, "pkg/use.py": text}) == ["pkg/use.py"]


@pytest.mark.parametrize(
    "text",
    [
        "from pkg.conf import OTHER\n",
        "from pkg.conf import MODELS\n",
        "from else_where import MODEL\n",
        "MODEL = 1\n",
        "# pkg.conf MODEL\n",
        "",
    ],
)
def test_who_does_not_is_none(text: str) -> None:
    assert users({"pkg/conf.py": HOLDER, "pkg/use.py": text}) == []


def many(count: int) -> Iterator[tuple[str, str]]:
    yield "pkg/conf.py", HOLDER
    yield from ((f"pkg/use{n}.py", "from pkg.conf import MODEL\n") for n in range(count))


def test_what_everybody_uses_is_not_followed() -> None:
    assert len(users(dict(many(USERS)))) == USERS
    assert users(dict(many(USERS + 1))) == []


def test_every_file_is_read_once() -> None:
    read: list[str] = []
    files = {"a/b.py": b"import c.d\n", "c/d.py": b""}
    imports = Imports(files, lambda path: read.append(path) or files[path])  # type: ignore[func-returns-value]
    assert list(imports.of(("c", "d"), "d")) == [("a/b.py", "c.d")]
    assert list(imports.of(("a", "b"), "b")) == []
    assert read == ["a/b.py", "c/d.py"]
