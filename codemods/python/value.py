"""One possible value of an expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ast

    from codemods.python.module import Module

Kind = Literal["text", "env", "object", "class", "param", "none", "unknown"]
"""A literal string, an environment variable, a constructed thing, a class or function, a parameter
nobody fills, None, or what cannot be followed."""


@dataclass(frozen=True)
class Value:
    """One possible value of an expression, and how it was found."""

    kind: Kind
    text: str
    """The literal, the variable's name, the callee's or class's dotted name, else the source."""
    module: Module
    node: ast.AST
    trail: tuple[str, ...] = ()

    def via(self, step: str) -> Value:
        """The same value, one step further away."""
        return replace(self, trail=(*self.trail, step))


Of = Callable[["ast.AST", "Module"], tuple[Value, ...]]
"""What follows an expression: `Values.of`."""
