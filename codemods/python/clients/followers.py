"""Where a class that gives way is only spoken of: annotations, `isinstance`, whether it is there.

These places follow the import; wherever else the name is used, the old import must stay.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from codemods.python.clients.import_lines import other_uses

if TYPE_CHECKING:
    from codemods.python.syntax.module import Module

_TYPES = (ast.Subscript, ast.BinOp, ast.Tuple, ast.List)
"""What a type may be a part of: ``Optional[Groq]``, ``Groq | None``."""


def followers(module: Module, name: str, moved: set[ast.AST]) -> list[ast.Name] | None:
    """The places of *name* beside the constructions *moved*; None where one cannot follow."""
    found = list(other_uses(module, name, moved))
    word = re.compile(rf"\b{name}\b")
    quoted = any(word.search(str(n.value)) and _speaks(module, n) for n in module.strings)
    if quoted or not all(_speaks(module, node) for node in found):
        return None
    for (_, bound), bindings in module.bindings.items():
        for binding in bindings if bound == name else ():
            if binding.kind == "import":
                continue
            target = _absent(binding.node)
            if target is None:
                return None
            found.append(target)
    return found


def _speaks(module: Module, node: ast.AST) -> bool:
    """Whether *node* stands in an annotation, in `isinstance`, or is asked whether it is there."""
    around = module.parents.get(node)
    while isinstance(around, _TYPES):
        node, around = around, module.parents.get(around)
    match around:
        case ast.arg() | ast.AnnAssign():
            return around.annotation is node
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return around.returns is node
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]):
            return kind is node
        case ast.Compare(ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.If() | ast.IfExp():
            return around.test is node
    return False


def _absent(node: ast.AST) -> ast.Name | None:
    """The name in ``Groq = None``, which says that the library is not there."""
    match node:
        case ast.Assign(targets=[ast.Name() as target], value=ast.Constant(value=None)):
            return target
    return None
