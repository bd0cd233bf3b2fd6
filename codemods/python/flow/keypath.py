"""What code reads of a configuration that was loaded from a file: ``cfg["llm"]["model"]``."""

from __future__ import annotations

import ast


def key_path(node: ast.AST) -> str:
    """``llm.model`` of ``cfg["llm"]["model"]``, ``cfg.llm.model`` or ``cfg["llm"].get("model")``.

    `""` for what is no such chain from a name, and for a single attribute, which is anything.
    """
    keys: list[str] = []
    looked_up = False
    while not isinstance(node, ast.Name):
        match node:
            case ast.Subscript(value=inner, slice=ast.Constant(value=str(key))):
                looked_up = True
            case ast.Call(
                func=ast.Attribute(value=inner, attr="get"), args=[ast.Constant(value=str(key)), *_]
            ):
                looked_up = True
            case ast.Attribute(value=inner, attr=key):
                pass
            case _:
                return ""
        keys.insert(0, key)
        node = inner
    return ".".join(keys) if looked_up or len(keys) > 1 else ""
