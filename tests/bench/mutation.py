"""How many small defects the tests find: each mutant changes one thing in a file, then tests run.

    python -m tests.bench.mutation prompt_tests/statistics/*.py prompt_tests/judging/*.py

One line for every mutant that no test kills, and the share of those killed for every file. First
all tests of the verdict run once and it is written down which lines each one reaches; a mutant
then meets those that reach its line, the quick ones first, in a forked child that loads the
changed source in place of the file. POSIX only. Texts and annotations are not changed.
"""

from __future__ import annotations

import argparse
import ast
import functools
import json
import os
import resource
import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

TESTS = "tests/verdict"
SECONDS = 60
"""Of a processor, for one mutant."""
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """(line, what was changed, the changed source), one for each place that can be changed."""
    for place in range(sum(1 for _ in ast.walk(ast.parse(source)))):
        tree = ast.parse(source)
        node = list(ast.walk(tree))[place]
        for parent in ast.walk(tree):
            for child in ast.iter_child_nodes(parent):
                child.parent = parent  # type: ignore[attr-defined] # ours
        line = getattr(node, "lineno", 0)
        if not _annotation(node) and (told := _mutate(node)):
            yield line, told, ast.unparse(ast.fix_missing_locations(tree))


def _mutate(node: ast.AST) -> str:
    """Change *node* in place; what was done, empty when nothing can be."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
        before, node.ops[0] = node.ops[0], _SWAPS[type(node.ops[0])]()  # type: ignore[assignment]
        return f"{type(before).__name__} -> {type(node.ops[0]).__name__}"
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in _SWAPS:
        before_, node.op = node.op, _SWAPS[type(node.op)]()  # type: ignore[assignment]
        return f"{type(before_).__name__} -> {type(node.op).__name__}"
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        value = node.value
        node.value = (not value) if isinstance(value, bool) else value + 1
        return f"{value} -> {node.value}"
    if isinstance(node, ast.Name) and node.id in _NAMES:
        before__, node.id = node.id, _NAMES[node.id]
        return f"{before__} -> {node.id}"
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return "condition turned round"
    if isinstance(node, ast.comprehension) and node.ifs:
        node.ifs[0] = ast.UnaryOp(ast.Not(), node.ifs[0])
        return "filter turned round"
    return ""


def _annotation(node: ast.AST) -> bool:
    """Whether *node* is part of a type, which nothing executes."""
    while (parent := getattr(node, "parent", None)) is not None:
        if isinstance(parent, (ast.AnnAssign, ast.arg)) and parent.annotation is node:
            return True
        if isinstance(parent, ast.FunctionDef) and parent.returns is node:
            return True
        node = parent
    return False


class Changed(SourceLoader, PathFinder):
    """Loads one module from a source of its own."""

    def __init__(self, path: Path, source: str) -> None:
        self._name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        self._path, self._source = path, source

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:  # type: ignore[override]
        """The module's spec, None for all others."""
        if name != self._name:
            return None
        spec = ModuleSpec(name, self, origin=str(self._path))
        spec.has_location = True
        return spec

    def get_data(self, path: str | bytes) -> bytes:
        """The changed source."""
        return self._source.encode()

    def get_filename(self, name: str) -> str:
        """The file it stands for."""
        return str(self._path)


class Reached:
    """A pytest plugin that writes down which lines of some files each test reaches.

    What runs in a fixture counts for the whole test file: other tests may share it.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = {str(path.resolve()): str(path) for path in files}
        self._now = ""
        self.lines: dict[str, set[str]] = defaultdict(set)
        """By `FILE:LINE` the tests, or test files, that reach it."""
        self.seconds: dict[str, float] = {}

    def trace(self, frame: Any, event: str, _: object) -> Callable[..., Any] | None:
        """For `sys.settrace`."""
        name = self._files.get(frame.f_code.co_filename)
        if name is None:
            return None

        def line(frame: Any, event: str, _: object) -> Callable[..., Any]:
            if self._now:
                self.lines[f"{name}:{frame.f_lineno}"].add(self._now)
            return line

        return line(frame, event, _)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Fixtures."""
        self._now = item.nodeid.partition("::")[0]
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """The test itself."""
        self._now = item.nodeid
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """How long it takes."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


class Chosen:
    """A pytest plugin that runs some tests only, the quick ones first."""

    def __init__(self, tests: set[str], seconds: dict[str, float]) -> None:
        self._tests, self._seconds = tests, seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Those named, or whose file is."""
        wanted = [i for i in items if {i.nodeid, i.nodeid.partition("::")[0]} & self._tests]
        items[:] = sorted(wanted, key=lambda item: self._seconds.get(item.nodeid, 0.0))


def reached(files: Sequence[Path]) -> Reached:
    """Which tests reach which lines of *files*; they must all pass."""
    found = Reached(files)
    with TemporaryDirectory() as folder:
        told = Path(folder) / "reached.json"
        if not _passes(lambda: _follow(found, told)):
            raise SystemExit("the tests fail without any change")
        lines, found.seconds = json.loads(told.read_bytes())
    found.lines.update({line: set(tests) for line, tests in lines.items()})
    return found


def _follow(found: Reached, told: Path) -> bool:
    functools.lru_cache = lambda *given, **_: (  # type: ignore[assignment] # every call is seen
        given[0] if given and callable(given[0]) else lambda function: function
    )
    functools.cache = lambda function: function  # type: ignore[assignment]
    threading.settrace(found.trace)
    sys.settrace(found.trace)
    code = pytest.main([*_QUIET, TESTS], plugins=[found])
    sys.settrace(None)
    lines = {line: sorted(tests) for line, tests in found.lines.items()}
    told.write_text(json.dumps([lines, found.seconds]))
    return code == 0


_QUIET = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")


def lives(path: Path, line: int, source: str, found: Reached) -> bool:
    """Whether all tests that reach *line* pass with *source* in place of the file at *path*.

    A line that runs when the module is loaded is reached by all tests that reach the module.
    """
    tests = found.lines.get(f"{path}:{line}") or {
        test for place, some in found.lines.items() if place.startswith(f"{path}:") for test in some
    }
    files = sorted({test.partition("::")[0] for test in tests})

    def run() -> bool:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # one that never ends is found
        signal.alarm(20 * SECONDS)
        sys.meta_path.insert(0, Changed(path, source))  # type: ignore[arg-type] # finder and loader
        return pytest.main([*_QUIET, *files], plugins=[Chosen(tests, found.seconds)]) == 0

    return not files or _passes(run)


def _passes(run: Callable[[], bool]) -> bool:
    """What *run* says in a quiet process of its own; False when that ends in any other way."""
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.dont_write_bytecode = True
        os._exit(0 if run() else 1)
    _, status = os.waitpid(child, 0)
    return status == 0


def main() -> None:
    """Try every mutant of the files named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    found = reached(files)
    for path in files:
        total = killed = 0
        for line, told, source in mutants(path.read_text("utf-8")):
            total += 1
            if lives(path, line, source, found):
                sys.stdout.write(f"{path}:{line}: {told}\n")
            else:
                killed += 1
            sys.stdout.flush()
        sys.stdout.write(f"{path}: {killed} of {total} killed\n")


if __name__ == "__main__":
    for name in ("deepdiff", "jinja2", "jsonschema", "typer"):
        import_module(name)  # once, for all children
    main()
