"""How many small defects the tests find: each mutant changes one thing in a file, then tests run.

    python -m tests.bench.mutation prompt_tests/statistics/*.py prompt_tests/judging/*.py

One line for every mutant that no test kills, and the share of those killed at the end. A mutant
lives in a forked child that loads the changed source in place of the file. POSIX only; takes
minutes per file. Texts and annotations are not changed.
"""

from __future__ import annotations

import argparse
import ast
import os
import resource
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

STAGES = {
    "statistics": ("statistics metrics", "simulation", "gate noise causes early"),
    "judging": (
        "gate metrics",
        "noise causes early clock contract statistics",
        "reports",
        "commands false_go",
    ),
    "comparisons": ("comparisons", "causes contract nonsense"),
    "answers": ("comparisons contract assertions metrics", "causes nonsense gate likeness"),
    "assertions": ("assertions contract", "gate likeness nonsense"),
}
"""By room, test files of tests/verdict; a mutant that one stage lets live goes on to the next."""
SECONDS = 60
"""Of a processor, for one stage."""
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


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
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return "condition turned round"
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


def lives(path: Path, source: str) -> bool:
    """Whether every stage passes with *source* in place of the file at *path*."""
    return all(survives(path, source, stage) for stage in STAGES[path.parent.name])


def survives(path: Path, source: str, stage: str) -> bool:
    """Whether one *stage* does."""
    tests = [f"tests/verdict/test_{name}.py" for name in stage.split()]
    child = os.fork()
    if child == 0:
        _run(path, source, tests)
    _, status = os.waitpid(child, 0)
    return status == 0


def _run(path: Path, source: str, tests: list[str]) -> None:
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # a mutant that never ends is found
    signal.alarm(10 * SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, Changed(path, source))  # type: ignore[arg-type] # finder and loader
    there = [test for test in tests if Path(test).exists()]
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *there])
    os._exit(int(code) != 0)


def main() -> None:
    """Try every mutant of the files named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    total = killed = 0
    for path in parser.parse_args().files:
        if not lives(path, path.read_text("utf-8")):
            raise SystemExit(f"{path}: the tests fail without any change")
        for line, told, source in mutants(path.read_text("utf-8")):
            total += 1
            if lives(path, source):
                sys.stdout.write(f"{path}:{line}: {told}\n")
            else:
                killed += 1
            sys.stdout.flush()
        sys.stdout.write(f"{path}: so far {killed} of {total} killed\n")


if __name__ == "__main__":
    for name in ("deepdiff", "jinja2", "jsonschema", "pytest", "typer"):
        import_module(name)  # once, for all children
    main()
