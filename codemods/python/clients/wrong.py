"""Values of articles that never worked: which strings of the code are really used as such."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from codemods.python.calls.spelled import address_of
from codemods.python.clients.clients import constructions
from codemods.python.flow.arguments import Argument
from codemods.python.flow.reads import named_in
from codemods.python.judging.together import handle_of
from codemods.python.occurrences.judgement import handle_at

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.clients.client import Client
    from codemods.python.flow.value import Value
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.syntax.module import Module
    from codemods.python.world import World
    from migrate.catalogue.provider import WrongValue

Use = Literal["address", "variable", "literal", "model"]


@dataclass(frozen=True)
class Wrong:
    """A string that never worked, used as an address, a key's variable, a key, or a model."""

    module: Module
    node: ast.expr
    use: Use
    right: str
    note: str
    handle: str
    """The name by which groups hold the call that uses it: it changes with that."""
    doubt: str = ""
    """Why a person must change it, or `""`."""

    @property
    def text(self) -> str:
        """The string itself, `""` when it is put together."""
        return str(self.node.value) if isinstance(self.node, ast.Constant) else ""


class Wrongs:
    """The wrong values of one world, found by following what clients and requests are given."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.catalogue = world.plan.catalogue
        self._texts = {value.text for value in self.catalogue.wrong_values}
        self._is_wrong = cache(self._never_worked)

    @cached_property
    def used(self) -> tuple[Wrong, ...]:
        """Each string once, with its first use, by place."""
        if not (self.world.plan.repair_wrong and any(map(self._suspect, self.world.core))):
            return ()
        found: dict[ast.AST, Wrong] = {}
        for wrong in self._found():
            found.setdefault(wrong.node, wrong)
        return tuple(sorted(found.values(), key=lambda w: (w.module.path, w.module.start(w.node))))

    def links(self, judgements: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
        """What changes together: the parts of a client, and a variable wherever it is read."""
        for wrong in self.used:
            if wrong.use == "variable" and not wrong.doubt:
                yield wrong.handle, variable_handle(wrong.text)
        for judgement in judgements if self.used else ():
            if judgement.action == "rewrite" and self.repairs(judgement):
                for sink in judgement.sinks:
                    yield from ((handle_of(judgement), handle) for handle in _handles(sink))

    def repairs(self, judgement: Judgement) -> bool:
        """Whether *judgement* is about an id that never was to be had."""
        model_id = judgement.place.token.id
        return self.catalogue.wrong_model(judgement.provider, model_id) is not None

    def _found(self) -> Iterator[Wrong]:
        world = self.world
        given = [(module, self._calls_given_wrong(module)) for module in world.core]
        for module, calls in given:
            for client in constructions(world, module, calls):
                yield from self._address(client.address, client.handle)
                yield from self._key(client)
        for module, calls in given:
            for sink in (sink for call in calls for sink in world.sinks.at(call, module)):
                if sink.kind == "raw":
                    address = _raw_address(sink)
                    yield from self._address(address, handle_at(sink.module.path, sink.call))
                yield from self._model(sink)

    def _calls_given_wrong(self, module: Module) -> list[ast.Call]:
        """The calls of *module* that are given such a value; all, if it stores one for later."""
        calls, of = self.world.sinks.calls(module), self.world.values.of
        stores = [v for name in ("base_url", "api_key") for _, v in module.stores.get(name, ())]
        if any(self._is_wrong(value.text) for node in stores for value in of(node, module)):
            return list(calls)
        given = {call: self.world.sinks.given(call, module) for call in calls}
        return [c for c, found in given.items() if any(self._is_wrong(v.text) for v in found)]

    def _address(self, argument: Argument | None, handle: str) -> Iterator[Wrong]:
        for value in self._values(argument):
            right = self.catalogue.right_url(value.text) if value.kind == "text" else ""
            if right and isinstance(value.node, ast.expr):
                found = self.catalogue.provider_of_url(right)
                note = f"no address of {found[0].title if found else right}"
                note = "a Markdown link pasted into a string" if "](" in value.text else note
                doubt = "" if isinstance(value.node, ast.Constant) else "but it is put together"
                yield Wrong(value.module, value.node, "address", right, note, handle, doubt)

    def _key(self, client: Client) -> Iterator[Wrong]:
        argument = client.key
        for value in self._values(argument):
            reads = value.kind == "env"
            node = named_in(value) if reads else value.node
            if value.kind in ("env", "text") and isinstance(node, ast.Constant):
                kinds = ("key_variable",) if reads else ("key_variable", "key_literal")
                for wrong in self._known(value.text, *kinds):
                    doubt = self._key_doubt(client, wrong, value, argument)
                    use: Use = "variable" if reads else "literal"
                    yield Wrong(
                        value.module, node, use, wrong.right, wrong.note, client.handle, doubt
                    )

    def _key_doubt(
        self, client: Client, wrong: WrongValue, value: Value, argument: Argument | None
    ) -> str:
        if client.host.provider != wrong.provider:
            where = client.host.why or "nothing names another host"
            return f"but this client does not lead to {wrong.provider}: {where}"
        if value.kind == "text" and not _replaceable(value, argument):
            return "but this text is used in another way than as the key alone"
        return ""

    def _model(self, sink: Sink) -> Iterator[Wrong]:
        """Names that mean something else where the host is not named beside them."""
        if not (sink.host.provider and sink.host.explicit):
            return
        provider = self.catalogue.provider(sink.host.provider)
        for value, node in self._constants(sink.model):
            wrong = self.catalogue.wrong_model(provider.name, value.text)
            target = self.world.plan.target(provider, value.text)
            if wrong is not None and wrong.elsewhere and target is not None:
                doubt = "which a person must confirm" if target.review else ""
                handle, new = _handles(sink)[0], target.model
                yield Wrong(value.module, node, "model", new, target.reason, handle, doubt)

    def _known(self, text: str, *kinds: str) -> Iterator[WrongValue]:
        wrong = self.catalogue.wrong_values
        yield from (value for value in wrong if value.kind in kinds and value.text == text)

    def _suspect(self, module: Module) -> bool:
        return any(self._is_wrong(str(node.value)) for node in module.strings)

    def _never_worked(self, text: str) -> bool:
        return text in self._texts or bool(self.catalogue.right_url(text))

    def _values(self, argument: Argument | None) -> tuple[Value, ...]:
        return self.world.values.of(argument.value, argument.module) if argument else ()

    def _constants(self, argument: Argument | None) -> Iterator[tuple[Value, ast.Constant]]:
        for value in self._values(argument):
            if value.kind == "text" and isinstance(value.node, ast.Constant):
                yield value, value.node


def variable_handle(name: str) -> str:
    """The handle of all places that name the variable *name*, which never was one."""
    return f"~wrong {name}"


def _handles(sink: Sink) -> list[str]:
    """The handles of the clients that *sink* goes through; its own for a request without one."""
    clients_of = [handle_at(value.module.path, value.node) for value in sink.clients]
    return clients_of or [handle_at(sink.module.path, sink.call)]


def _raw_address(sink: Sink) -> Argument | None:
    """The address of a raw HTTP request."""
    found = address_of(sink.call)
    return Argument("url", found[0], sink.module, found[1]) if found else None


def _replaceable(value: Value, argument: Argument | None) -> bool:
    """Whether an expression may stand for the literal: it is the argument, or what a name is."""
    if argument is not None and value.node is argument.value:
        return True
    return isinstance(value.module.parents.get(value.node), (ast.Assign, ast.AnnAssign))
