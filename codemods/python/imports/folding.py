"""Imports that take the place of several others and are of one package: one statement of them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.python.clients.import_lines import line_of
from codemods.rewriting.changes import AddImport, ReplaceText

if TYPE_CHECKING:
    from codemods.python.proposal import Proposal
    from codemods.python.syntax.module import Module


def folded(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """*proposals*; the first of those that write ``from openai import ...`` in place of imports of
    one module writes the names of all that write such a line, and the lines of the others go."""
    listed = list(proposals)
    alike: dict[tuple[Module, str, str], list[Proposal]] = defaultdict(list)
    for proposal in listed:
        if package := _package(proposal):
            alike[proposal.module, package, proposal.group].append(proposal)
    instead: dict[int, Proposal | None] = {}
    for (_, package, _), found in alike.items():
        first, *others = sorted(found, key=lambda one: (_is_added(one), one.extent))
        if _is_added(first) or len({one.new for one in found}) == 1:
            continue
        names = {name for one in found for name in one.new.partition(" import ")[2].split(", ")}
        code = f"from {package} import {', '.join(sorted(names, key=_order))}"
        gone: set[ast.AST | None] = set()
        for one in (first, *others):
            spare = _is_added(one) or one.on in gone
            if one.on is first.on and not spare:
                instead[id(one)] = replace(one, new=code, changes=(ReplaceText("", "", code),))
            else:
                instead[id(one)] = None if spare else _dropped(one)
                gone.add(one.on)
    written = (instead.get(id(proposal), proposal) for proposal in listed)
    yield from (proposal for proposal in written if proposal is not None)


def _package(proposal: Proposal) -> str:
    """The package whose names alone *proposal* writes on a line of its own, or `""`."""
    module, node, code = proposal.module, proposal.on, proposal.new
    plain = "\n" not in code and " as " not in code and code.startswith("from ")
    if not plain or not isinstance(node, ast.stmt) or proposal.action != "rewrite":
        return ""
    top = module.parents.get(node) is module.tree and isinstance(node, ast.ImportFrom)
    whole = top and proposal.changes == (ReplaceText("", "", code),) and line_of(module, node)
    return code.split()[1] if whole or _is_added(proposal) else ""


def _is_added(proposal: Proposal) -> bool:
    return any(isinstance(change, AddImport) for change in proposal.changes)


def _order(name: str) -> tuple[bool, str]:
    """Constants before the others, as isort orders them."""
    return not name.isupper(), name


def _dropped(proposal: Proposal) -> Proposal:
    lines = line_of(proposal.module, proposal.on) if isinstance(proposal.on, ast.stmt) else None
    edit = proposal.module.code.edit(*lines, "") if lines else None
    return replace(proposal, new="", on=None, changes=(), edits=(edit,) if edit else ())
