"""Values that nothing sends, and that repeat one that is sent: they change with it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemods.python.calls.spelled import model_like
from codemods.python.occurrences.places import is_page, is_test
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.occurrences.places import Place
    from codemods.python.world import World


def is_echo(world: World, judgement: Judgement, leader: Judgement) -> bool:
    """Whether *judgement* says what *leader*, of the same text, is sent as."""
    place, open_ = judgement.place, judgement.action == "review" and judgement.target is not None
    if not open_ or judgement.sinks or judgement.provider != leader.provider:
        return False
    if is_test(place.module) or is_page(place.module):
        return False
    return _is_told(place, leader) or _is_overridden(world, place, leader)


def _is_told(place: Place, leader: Judgement) -> bool:
    """Whether a function gives *place* back as the model that its module asks:
    ``return {"status": "ok", "model": "id"}``."""
    asks = any(sink.module is place.module for sink in leader.sinks)
    names = place.role.names[:1]
    if (
        not asks
        or place.role.name != "entry"
        or place.node is None
        or not any(map(model_like, names))
    ):
        return False
    around = (up for up in place.module.up(place.node) if not isinstance(up, ast.Dict))
    return isinstance(next(around, None), ast.Return)


def _is_overridden(world: World, place: Place, leader: Judgement) -> bool:
    """Whether *place* is the default of a field for which the construction of *leader* gives its
    own: ``class Config(BaseModel): model: str = "id"`` and ``Config(model="id")``."""
    node, given = place.node, leader.place
    field = place.module.parents.get(node) if node is not None else None
    named = given.module.parents.get(given.node) if given.node is not None else None
    call = given.module.parents.get(named) if isinstance(named, ast.keyword) else None
    if not isinstance(field, ast.AnnAssign) or not isinstance(call, ast.Call):
        return False
    assert isinstance(named, ast.keyword)
    owner = place.module.parents.get(field)
    made = (value.node for value in world.values.of(call.func, given.module))
    return named.arg == last_name(field.target) and owner in made
