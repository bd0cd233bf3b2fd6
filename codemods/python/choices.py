"""Clients of one provider of several that the program chooses between: a user's choice stays."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from codemods.python.names import last_name

if TYPE_CHECKING:
    from codemods.python.clients import Client
    from codemods.python.module import Module


def choice_of(client: Client, providers: Collection[str]) -> str:
    """The text, in a test for one of *providers*, that leads to *client* or past it; or `""`."""
    for test, chosen in _tests(client.module, client.call):
        names = client.host.providers if chosen else providers
        if text := _named(test, names) or ("" if chosen else _of_provider(test)):
            return text
    return ""


def _tests(module: Module, node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """The tests around *node*, or of branches that return before it, and whether each holds."""
    inner: ast.AST = node
    for around in module.up(node):
        if isinstance(around, ast.If) and inner is not around.test:
            yield around.test, (inner in around.body) is not _is_negative(around.test)
        body = getattr(around, "body", None)
        if isinstance(body, list) and inner in body:
            for before in body[: body.index(inner)]:
                if isinstance(before, ast.If) and isinstance(before.body[-1], ast.Return):
                    yield before.test, _is_negative(before.test)
        inner = around


def _is_negative(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.NotEq, ast.NotIn))


def _named(test: ast.expr, names: Collection[str]) -> str:
    """The text with one of *names* that *test* compares something with, or `""`."""
    texts = (text for compared in _compared(test) for text in _texts(compared))
    return next((t for t in texts if any(name in t.lower() for name in names)), "")


def _of_provider(test: ast.expr) -> str:
    """The text that *test* compares something called a provider with, or `""`."""
    for compared in _compared(test):
        if any("provider" in last_name(node).lower() for node in ast.walk(compared)):
            return next(_texts(compared), "")
    return ""


def _compared(test: ast.expr) -> Iterator[ast.Compare]:
    return (node for node in ast.walk(test) if isinstance(node, ast.Compare))


def _texts(compared: ast.Compare) -> Iterator[str]:
    found = (node.value for node in ast.walk(compared) if isinstance(node, ast.Constant))
    return (text for text in found if isinstance(text, str) and text)
