"""One possible value of an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ast

    from codemods.python.syntax.module import Module

Kind = Literal["text", "env", "object", "class", "param", "none", "unknown"]
"""A literal string, a variable or path of keys that other files set, a constructed thing, a class
or function, a parameter nobody fills, None, or what cannot be followed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a value's way: what it is called there, and where."""

    label: str
    module: Module
    node: ast.AST


@dataclass(frozen=True, slots=True)
class Value:
    """One possible value of an expression, and how it was found."""

    kind: Kind
    text: str
    """The literal, the variable's name, the callee's or class's dotted name, else the source."""
    module: Module
    node: ast.AST
    steps: tuple[Step, ...] = ()

    def via(self, label: str, module: Module, node: ast.AST) -> Value:
        """The same value, one step further away."""
        step = Step(label, module, node)
        return Value(self.kind, self.text, self.module, self.node, (*self.steps, step))

    @property
    def trail(self) -> tuple[str, ...]:
        """The steps in words, each with its place."""
        return tuple(f"{step.label} {step.module.where(step.node)}" for step in self.steps)


Of = Callable[["ast.AST", "Module"], tuple[Value, ...]]
"""What follows an expression: `Values.of`."""

Returned = Callable[[Value, "ast.Call", "Module"], Iterable[Value]]
"""What a call of a function gives: `Values.returned`."""

_MANY = 40


def joined(known: tuple[Value, ...], found: Iterator[Value]) -> tuple[Value, ...]:
    """*known* and *found*, each once, with the shortest way to it; at most a few dozen.

    *known* itself when nothing is new.
    """
    best = {(value.kind, value.text, id(value.node)): value for value in known}
    for value in found:
        key = (value.kind, value.text, id(value.node))
        if key not in best or len(value.steps) < len(best[key].steps):
            best[key] = value
        if len(best) >= _MANY:
            break
    return tuple(best.values()) if len(best) > len(known) else known
