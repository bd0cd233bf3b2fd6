"""Collections that let an id pass: ``if model not in ALLOWED: raise``, ``assert model in ALLOWED``.

What may pass is sent where the tested name is sent, so it changes with it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.python.flow.facts import listed
from codemods.python.flow.loops import elements
from codemods.python.syntax.names import alike, last_name

if TYPE_CHECKING:
    from codemods.python.flow.value import Of, Value
    from codemods.python.flow.values import Values
    from codemods.python.syntax.module import Module

_ABORTS, _CHECKS = listed("refuses"), listed("validators")


@dataclass(frozen=True)
class Guard:
    """One test that *subject* is among *allowed*."""

    module: Module
    test: ast.Compare

    @property
    def subject(self) -> ast.expr:
        """What is tested."""
        return self.test.left

    @property
    def allowed(self) -> ast.expr:
        """What it must be one of."""
        return self.test.comparators[0]

    def members(self, of: Of) -> Iterator[Value]:
        """What may pass; the rows of a table are more than that."""
        step = "let pass"
        for node, module in elements(of, self.allowed, self.module, []):
            if not isinstance(module.parents.get(node), ast.Dict):
                yield from (value.via(step, self.module, self.test) for value in of(node, module))

    def subjects(self, values: Values) -> Iterator[ast.AST]:
        """The nodes of the values that are tested, a validator's of the fields it checks."""
        yield from (value.node for value in values.of(self.subject, self.module))
        function, owner = self.module.function(self.test), self.module.owner(self.test)
        for mark in getattr(function, "decorator_list", ()) if owner is not None else ():
            if isinstance(mark, ast.Call) and last_name(mark.func) in _CHECKS:
                for name in (arg.value for arg in mark.args if isinstance(arg, ast.Constant)):
                    assert owner is not None
                    yield from (v.node for v in values.field(owner, str(name), self.module))


def guards(module: Module) -> Iterator[Guard]:
    """The guards of *module*."""
    found = (guard_of(module, test) for test in module.membership)
    return (guard for guard in found if guard is not None)


def guard_of(module: Module, test: ast.Compare) -> Guard | None:
    """The guard that *test* is, if what fails it goes no further."""
    member = len(test.ops) == 1 and isinstance(test.ops[0], (ast.In, ast.NotIn))
    return Guard(module, test) if member and _refuses(module, test) else None


def _refuses(module: Module, test: ast.Compare) -> bool:
    """Whether what is not among the allowed goes no further."""
    absent = isinstance(test.ops[0], ast.NotIn)
    child: ast.AST = test
    for around in module.up(test):
        match around:
            case ast.UnaryOp(op=ast.Not()):
                absent = not absent
            case ast.BoolOp(op=ast.And()):
                pass
            case ast.Assert():
                return not absent and around.test is child
            case ast.IfExp():
                kept = around.orelse if absent else around.body
                return around.test is child and alike(kept, test.left)
            case ast.If() if around.test is child:
                return any(_gives_up(s, test) for s in (around.body if absent else around.orelse))
            case _:
                return False
        child = around
    return False


def _gives_up(statement: ast.stmt, test: ast.Compare) -> bool:
    """Whether *statement* refuses what is asked, or puts something else in the subject's place."""
    match statement:
        case ast.Raise():
            return True
        case ast.Return(value=ast.expr() as answer):
            return any(_is_error(node) for node in ast.walk(answer))
        case ast.Assign(targets=[target]):
            return alike(target, test.left)
        case ast.Expr(value=ast.Call(func=func)):
            return last_name(func) in _ABORTS
    return False


def _is_error(node: ast.AST) -> bool:
    """Whether *node* is the status of a refused HTTP request."""
    return isinstance(node, ast.Constant) and type(node.value) is int and 400 <= node.value < 600
