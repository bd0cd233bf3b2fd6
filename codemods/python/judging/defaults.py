"""Where an environment variable gets an id: defaults of it, and what sets it for a program.

Who sends the variable in one place sends it in all of them: they change together.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.flow.reads import env_name
from codemods.python.syntax.displays import rows_of

if TYPE_CHECKING:
    from codemods.projects import Projects
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.occurrences.places import Place


def default_handle(judgement: Judgement, projects: Projects) -> str:
    """A name for all defaults of the variable whose default the id is, in one project, or `""`."""
    key = read_handle(judgement, projects)
    return f"{key}={judgement.place.token.text}" if key else ""


def read_handle(judgement: Judgement, projects: Projects) -> str:
    """A name for the variable whose default the id is, in one project, or `""`."""
    return _handle(judgement, projects, _variable(judgement.place))


def set_handle(judgement: Judgement, projects: Projects) -> str:
    """The same name for the variable that is set to the id for another program, or `""`."""
    return _handle(judgement, projects, variable_set(judgement.place))


def mode(judgement: Judgement) -> str:
    """Whether the model that the id moves to is to think."""
    return judgement.target.thinking if judgement.target else ""


def _handle(judgement: Judgement, projects: Projects, variable: str) -> str:
    return f"{projects.of(judgement.place.module.path)}${variable}" if variable else ""


def variable_set(place: Place) -> str:
    """``MODEL`` for the id in ``{"MODEL": "id"}``, ``add_environment("MODEL", "id")``,
    ``{"name": "MODEL", "value": "id"}``, ``EnvVar(name="MODEL", value="id")``."""
    node, around = place.node, place.module.parents.get(place.node) if place.node else None
    named: dict[object, ast.expr] = {}
    if isinstance(around, ast.keyword):
        call = place.module.parents.get(around)
        named = {k.arg: k.value for k in call.keywords} if isinstance(call, ast.Call) else {}
    elif isinstance(around, ast.Dict):
        named = dict(rows_of(around))
    elif isinstance(around, ast.Call) and len(around.args) > 1 and around.args[1] is node:
        named = {getattr(around.args[0], "value", None): around.args[1]}
    told = next((key for key, value in named.items() if value is node), None)
    told = getattr(named.get("name"), "value", None) if told == "value" else told
    return told if isinstance(told, str) and told.isupper() else ""


def _variable(place: Place) -> str:
    """``MODEL`` for the id in ``os.getenv("MODEL", "id")`` or ``os.getenv("MODEL") or "id"``, and
    for one that a file sets the variable to."""
    if place.variable:
        return place.variable
    around = place.module.parents.get(place.node) if place.node is not None else None
    reads = around.values if isinstance(around, ast.BoolOp) else [around]
    for read in reads:
        name = env_name(read, place.module) if read is not None else None
        if name is not None and name is not place.node:
            return str(name.value)
    return ""
