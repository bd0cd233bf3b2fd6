"""Imports that are added beside others. Imported only when an edit is computed."""

from __future__ import annotations

import libcst as cst

from codemods.rewriting.changes import AddImport, AddName, rank


def add_import(node: cst.CSTNode, change: AddImport) -> cst.CSTNode:
    """The statement of *node*, with an import before or after it."""
    if not isinstance(node, cst.Module):
        return node
    (new,) = cst.parse_module(change.code).body
    neighbour = node.body[-1 if change.after else 0]
    apart = [cst.EmptyLine(indent=False)]
    if isinstance(neighbour, (cst.FunctionDef, cst.ClassDef)):
        neighbour = neighbour.with_changes(leading_lines=apart * 2)
    elif change.beside and _section(neighbour, change.beside) != change.rank[0]:
        if change.after:
            new = new.with_changes(leading_lines=apart)
        else:
            neighbour = neighbour.with_changes(leading_lines=apart)
    if change.after:
        return node.with_changes(body=[*node.body, new])
    return node.with_changes(body=[new, neighbour, *node.body[1:]])


def _section(node: cst.CSTNode, default: int) -> int:
    """The section of the import *node*: of one that was added by what it imports."""
    code = cst.Module(()).code_for_node(node).split("#")[0].strip()
    known = rank(code)[0] if code.startswith(("import ", "from ")) else default
    return default if known == 2 else known


def add_name(node: cst.CSTNode, change: AddName) -> cst.CSTNode:
    """The ``from`` of *node* with one name more; another statement where it has gone."""
    if not isinstance(node, cst.Module):
        return node
    for index, line in enumerate(node.body):
        if not isinstance(line, cst.SimpleStatementLine):
            continue
        small = line.body[0]
        if isinstance(small, cst.ImportFrom) and _package(small) == change.package:
            small = _exchanged(small, change)
            fresh = line.with_changes(body=[small, *line.body[1:]])
            return node.with_changes(body=[*node.body[:index], fresh, *node.body[index + 1 :]])
    code = f"from {change.package} import {', '.join(change.names)}"
    return add_import(node, AddImport(code, after=True))


def _package(node: cst.ImportFrom) -> str:
    return cst.Module(()).code_for_node(node.module) if node.module and not node.relative else ""


def _exchanged(node: cst.ImportFrom, change: AddName) -> cst.ImportFrom:
    """*node* with the new names; where its own stand in no order, at the place of the one gone."""
    if isinstance(node.names, cst.ImportStar):
        return node
    called = [_bound(alias) for alias in node.names]
    names, here = list(node.names), change.gone in called
    new = [name for name in change.names if name not in called]
    if here and new and called != sorted(called, key=_order):
        at = called.index(change.gone)
        names[at] = names[at].with_changes(name=cst.Name(new[0]), asname=None)
        return node.with_changes(names=names)
    for name in change.names:
        node = _with_name(node, name)
    return _without(node, change.gone) if here else node


def _bound(alias: cst.ImportAlias) -> str:
    """The name that *alias* gives what it imports."""
    return str(alias.evaluated_alias or alias.evaluated_name)


def _without(node: cst.ImportFrom, name: str) -> cst.ImportFrom:
    """*node* without *name*, which is not its only one."""
    every = () if isinstance(node.names, cst.ImportStar) else node.names
    names = [alias for alias in every if _bound(alias) != name]
    if names and names[-1] is not every[-1]:
        names[-1] = names[-1].with_changes(comma=every[-1].comma)
    return node.with_changes(names=names)


def _with_name(node: cst.ImportFrom, name: str) -> cst.ImportFrom:
    """*node* with *name* where it belongs in alphabetical order."""
    if isinstance(node.names, cst.ImportStar):
        return node
    names = list(node.names)
    called = [_bound(alias) for alias in names]
    if name in called:
        return node
    at = next((i for i, other in enumerate(called) if _order(other) > _order(name)), len(names))
    between = names[0].comma if len(names) > 1 else cst.MaybeSentinel.DEFAULT
    if not isinstance(between, cst.Comma):
        between = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    fresh = cst.ImportAlias(cst.Name(name))
    if at == len(names):
        fresh = fresh.with_changes(comma=names[-1].comma)
        names[-1] = names[-1].with_changes(comma=between)
    else:
        fresh = fresh.with_changes(comma=between)
    return node.with_changes(names=[*names[:at], fresh, *names[at:]])


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the others, as isort orders them."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower()
