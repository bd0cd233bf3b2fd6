"""Whether a call is of one function, where several share its name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.python.module import Module
    from codemods.python.modules import Modules


def imports(modules: Modules, call: ast.Call, module: Module, target: ast.AST | None) -> bool:
    """Whether the name that *call*, in *module*, calls is imported from where *target* stands."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return any(
        found.node is target
        for binding in (module.lookup(name, call)[1] if name else ())
        if binding.kind == "import"
        for _, found in modules.locate(binding.dotted, module)
    )
