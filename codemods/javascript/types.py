"""The types of a script that spell texts out: what has such a type cannot become another text
unless the type does."""

from __future__ import annotations

from codemods.javascript.tree import Node, Script, bare, inside


class Types:
    """The texts that the types of *script* allow."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._aliases = {
            script.text(node.child_by_field_name("name")): self._spelled(node)
            for node in script.nodes("type_alias_declaration")
        }

    def holds(self, literal: Node) -> bool:
        """Whether what *literal* is given to, or is said to be, has a type that spells it out."""
        text = self._script.text(literal)[1:-1]
        return any(text in self._allowed(told) for told in _told(literal))

    def _allowed(self, told: Node) -> set[str]:
        names = inside(told, "type_identifier")
        aliased = (self._aliases.get(self._script.text(name), set()) for name in names)
        return self._spelled(told).union(*aliased)

    def _spelled(self, node: Node) -> set[str]:
        types = inside(node, "literal_type")
        return {self._script.text(inner)[1:-1] for inner in types}


def _told(literal: Node) -> list[Node]:
    """The types written at *literal*, and at the variable or parameter it is given to."""
    around, told = literal.parent, []
    while around is not None and bare(around) == literal:
        told += around.named_children[1:]
        around = around.parent
    annotation = around.child_by_field_name("type") if around is not None else None
    return [*told, annotation] if annotation is not None else told
