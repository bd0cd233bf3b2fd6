"""Objects that a script writes out, and what it exports by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.javascript.tree import bare, key_of

if TYPE_CHECKING:
    from codemods.javascript.tree import Node, Script


def members(
    script: Script, name: str, value: Node | None, deep: int = 3
) -> Iterator[tuple[str, Node]]:
    """The members of the object *value*, also of objects in it, by how they are read."""
    value = bare(value)
    if value is not None and value.type == "call_expression":
        given = arguments(value)
        frozen = script.text(value).startswith("Object.freeze(") and len(given) == 1
        value = bare(given[0]) if frozen else None
    if value is None or value.type != "object" or not name.replace(".", "").isidentifier():
        return
    for child in value.named_children:
        if child.type == "pair":
            inner, called = child.child_by_field_name("value"), f"{name}.{key_of(script, child)}"
            yield called, inner
            yield from members(script, called, inner, deep - 1) if deep else ()
        elif child.type == "shorthand_property_identifier":
            yield f"{name}.{script.text(child)}", child


def exported(script: Script, bindings: list[tuple[Node, Node]]) -> Iterator[tuple[str, str]]:
    """What *script* exports under another name than it has here: ``export { a as b }``,
    ``module.exports = { b: a }``, ``exports.b = a``."""
    for node in script.nodes("export_specifier"):
        alias = node.child_by_field_name("alias")
        if alias is not None:
            yield script.text(alias), script.text(node.child_by_field_name("name"))
    for left, value in bindings:
        said, given = script.text(left), bare(value)
        if said == "module.exports" and given is not None and given.type == "object":
            for name, inner in members(script, "exports", given, 0):
                yield name.removeprefix("exports."), script.text(inner)
        elif said.startswith(("exports.", "module.exports.")) and given is not None:
            yield said.rpartition(".")[2], script.text(given)


def arguments(call: Node) -> list[Node]:
    """The arguments of a call or constructor."""
    given = call.child_by_field_name("arguments")
    return [n for n in given.named_children if n.type != "comment"] if given is not None else []
