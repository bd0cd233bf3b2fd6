"""Moves from one host to another: client, address, key and models go together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from codemods.python.calls.bedrock import suggested
from codemods.python.calls.own import own_shape
from codemods.python.calls.shapes import PROGRAM
from codemods.python.calls.sink import Sink
from codemods.python.calls.spelled import method_of, model_like
from codemods.python.judging import structured
from codemods.python.judging.addresses import literals
from codemods.python.judging.client import Client, Fit
from codemods.python.judging.clients import by_call, clients, fit
from codemods.python.judging.defaults import default_key
from codemods.python.judging.idle import along, is_idle
from codemods.python.judging.leaving import Leaving
from codemods.python.judging.noting import (
    imports,
    note_addresses,
    note_clients,
    note_ids,
    note_libraries,
)
from codemods.python.judging.program import bound, is_sent, obstacle, programs
from codemods.python.judging.raw import posts
from codemods.python.occurrences.judgement import leaves_host, node_key
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    import ast

    from codemods.python.judging.leaving import Leaving
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.occurrences.places import Place
    from codemods.python.world import World


@dataclass
class Moving:
    """All host moves of one scan. *judgements* are what the model judge said, taken one by one."""

    world: World
    judgements: list[Judgement]
    addresses: list[Place] = field(default_factory=list)
    """Where addresses of providers are written."""
    scripts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Providers whose key files in another language read, with those files."""
    fits: dict[ast.AST, Fit] = field(default_factory=dict)
    """By a client's call."""
    _bound: dict[ast.AST, Fit] = field(default_factory=dict)
    """The clients that stay with one that they share something with."""
    _listed: list[Judgement] = field(default_factory=list)

    @cached_property
    def clients(self) -> list[Client]:
        """Every client construction."""
        if not self.world.vocabulary.leaving:
            return []
        return [*clients(self.world), *programs(self.world), *posts(self.world)]

    @cached_property
    def _clients(self) -> dict[ast.AST, Client]:
        return by_call(self.clients)

    @cached_property
    def _idle(self) -> list[Client]:
        return [client for client in self.clients if is_idle(self.world, client)]

    def settled(self) -> list[Judgement]:
        """The judgements, those held back whose client, address or key cannot move with them."""
        listed = self._listed or self.judgements
        while True:
            leaves = [j for j in listed if j.action == "rewrite" and leaves_host(j)]
            moving: dict[ast.AST | None, Judgement] = {j.place.node: j for j in leaves}
            self.fits = {c.call: self._fit(c, moving) for c in self.clients}
            self.fits |= along(self.world, self._idle, self.clients, self.fits)
            self._bound |= self._sharing() | bound(self.world, self.clients, self.fits)
            self.fits |= self._bound
            sent = {default_key(j, self.world.parts) for j in moving.values() if j.sinks}
            checked = [self._checked(j, sent) if j.place.node in moving else j for j in listed]
            if checked == listed:
                self._listed = listed
                return listed
            listed = checked

    def _fit(self, client: Client, moving: Mapping[ast.AST | None, Judgement]) -> Fit:
        held = obstacle(self.world, client) or structured.obstacle(self.world, client, moving)
        return Fit(reason=held) if held else fit(self.world, client, moving)

    def _sharing(self) -> dict[ast.AST, Fit]:
        """The clients whose address or key is written once for them and for one that stays."""
        found: dict[ast.AST, Fit] = {}
        stays = [client for client in self.clients if not self.fits[client.call].provider]
        users = [(node, client) for client in stays for node in literals(self.world, client)]
        for client, _ in self.moved() if users else ():
            mine, served = literals(self.world, client), self._served(client)
            for node, user in ((node, other) for node, other in users if node in mine):
                handed = mine[node] not in (client.module, user.module)
                theirs = self._served(user) if handed else set()
                if served and theirs and served.isdisjoint(theirs):
                    continue  # no key is one of both hosts: who chooses the host hands in its key
                where = user.module.where(user.call)
                reason = f"it shares its address or key with the client at {where}, which stays"
                found[client.call] = Fit(reason=reason)
        return found

    def _served(self, client: Client) -> set[str]:
        """The providers that *client* leads to, by the prefixes of its ids or by its host."""
        values = [value for sink in client.sinks for value in self.world.models_of(sink)]
        texts = [v.text for v in values if v.kind == "text"] if client.shape.prefixed else []
        routes = (self.world.plan.catalogue.split_prefix(text) for text in texts)
        return {found[0].name for found in routes if found} or set(client.host.providers)

    def _checked(self, judgement: Judgement, sent: set[str]) -> Judgement:
        """*sent*: the defaults of variables that calls send."""
        if not leaves_host(judgement) or judgement.action != "rewrite":
            return judgement
        twin = default_key(judgement, self.world.parts)
        if not judgement.sinks and not (twin and twin in sent) and not self._routed(judgement):
            reason = f"{judgement.reason}; but no call was found that sends it"
            return replace(judgement, action="review", new="", reason=reason)
        for sink in judgement.sinks:
            obstacle = self._obstacle(sink, judgement)
            if obstacle:
                reason = f"{judgement.reason}; not rewritten: {obstacle}"
                return replace(judgement, action="review", new="", reason=reason)
        if not judgement.sinks:
            return judgement
        ways = {self.world.is_routed(sink) for sink in judgement.sinks if sink.shape is not None}
        if len(ways) > 1 and not judgement.place.token.prefix:
            reason = (
                f"{judgement.reason}; not rewritten: LiteLLM and the client spell it differently"
            )
            return replace(judgement, action="review", new="", reason=reason)
        if all(sink.kind == "unknown" or is_inner(sink) for sink in judgement.sinks):
            called = judgement.sinks[0]
            reason = f"{judgement.reason}; but what {_name(called)} does with it was not found"
            return replace(judgement, action="review", new="", reason=reason)
        return judgement

    def _routed(self, judgement: Judgement) -> bool:
        """Whether a dead id names its host itself: its library finds address and key alone.

        An id that still works is a choice of provider that somebody made: a person must change it.
        """
        place, plan = judgement.place, self.world.plan
        card = plan.catalogue.get(judgement.provider, place.token.id)
        dead = card is not None and card.status(plan.as_of) in ("retired", "wrong")
        called = any(model_like(name) for name in place.role.names)
        return bool(place.token.prefix) and dead and called and place.role.is_value

    def _obstacle(self, sink: Sink, judgement: Judgement) -> str:
        """Why the call *sink* cannot move, or `""`."""
        made = any(other.shape is not None and other.shape.own for other in judgement.sinks)
        posted = self._clients.get(sink.call)
        if sink.kind == "raw" and posted is None and not (made and _sends_itself(sink)):
            return "it is sent by a raw HTTP request, whose address and key must change with it"
        if made and sink.kind == "raw" and judgement.target and judgement.target.thinking:
            return "all hosts that this class serves would get the thinking switch of one"
        if sink.kind == "legacy":
            return "the openai module itself sends it: its address and key must change with it"
        if sink.kind == "agent" and not sink.clients:
            if sink.model and len(self.world.models_of(sink)) > 1:
                return f"whoever sets another model for {_name(sink)} chooses the host, too"
            routed = bool(judgement.place.token.prefix) and _routes(sink, judgement)
            told = f"{_name(sink)} chooses the host by it"
            return "" if routed else told + self._advice(sink, judgement)
        if sink.kind == "request" and sink.surface != "chat":
            sent = f"it is sent by {_name(sink)}, a call for {sink.surface}"
            return sent + self._advice(sink, judgement)
        targets = [self._clients.get(value.node) for value in sink.clients]
        if is_sent(sink) or sink.kind == "raw":
            targets = [c for c in self.clients if any(s.call is sink.call for s in c.sinks)]
        elif sink.shape and sink.kind == sink.shape.kind != "agent" and not is_inner(sink):
            if sink.call not in self._clients:
                return f"{_name(sink)} may be of several libraries"
            if sink.shape.prefixed and not _routes(sink, judgement):
                return f"{_name(sink)} has no prefix that leads there"
            targets.append(self._clients[sink.call])
        elif sink.kind == "request" and not sink.clients and sink.shape is None:
            targets = [*self._near(sink, judgement)]
            if not targets:
                return f"the client behind {_name(sink)} was not found, and must move with it"
        for client in targets:
            if client is None:
                return f"the client behind {_name(sink)} cannot be told from others"
            found = self.fits.get(client.call)
            if found is not None and not found.provider:
                reason = f"the client at {client.module.where(client.call)}: {found.reason}"
                return reason + self._advice(sink, judgement)
            if not (client.shape.tried and client.shape.openai_shaped):
                return f"moving {_name_of(client)} to another host was not tried"
        return ""

    def _advice(self, sink: Sink, judgement: Judgement) -> str:
        """What to write for an agent, or for a call of Amazon's, or `""`."""
        target = judgement.target
        if target is None or not target.provider:
            return ""
        provider = self.world.plan.catalogue.provider(target.provider)
        if sink.shape is not None and sink.shape.instead:
            return sink.shape.advice(provider, target.model)
        return suggested(self.world.values.of, sink, provider, target.model)

    def _near(self, sink: Sink, judgement: Judgement) -> list[Client]:
        """The clients that a receiver nobody can follow may be: of its module, or of its folder."""
        _, receiver = method_of(sink.call.func)
        made = self.world.values.of(receiver, sink.module) if receiver is not None else ()
        if any(value.kind == "object" for value in made):
            return []
        serving = [client for client in self.clients if _serves(client, judgement)]
        folder = sink.module.path.rpartition("/")[0]
        own = [client for client in serving if client.module is sink.module]
        return own or [c for c in serving if c.module.path.rpartition("/")[0] == folder]

    def moved(self) -> Iterator[tuple[Client, str]]:
        """The clients that move, each with the provider it goes to."""
        for client in self.clients:
            found = self.fits.get(client.call, Fit())
            if found.provider:
                yield client, found.provider

    def links(self) -> Iterator[tuple[str, str]]:
        """What must be in one group: all clients of a provider that is left, and its key."""
        for client, _ in self.moved():
            for sink in client.sinks if client.shape.kind == PROGRAM else ():
                yield client.key, node_key(sink.module.path, sink.call)
            for name in client.host.providers:
                for group in self.leaving.groups(client.module.path, name):
                    yield client.key, group

    @cached_property
    def leaving(self) -> Leaving:
        """The providers that the projects leave altogether."""
        found = Leaving(self.world.parts, imports(self.world), self.scripts)
        moved: dict[ast.AST, str] = {client.call: target for client, target in self.moved()}
        note_clients(found, self.clients, moved)
        note_ids(found, self.settled())
        gone = [client for client in self.clients if client.call in moved]
        note_addresses(found, self.world, self.addresses, gone)
        note_libraries(found, self.world)
        return found


def _sends_itself(sink: Sink) -> bool:
    """Whether the raw request *sink* is made by a class that is given address and key."""
    owner = sink.module.owner(sink.call)
    return owner is not None and own_shape(owner, sink.module) is not None


def _routes(sink: Sink, judgement: Judgement) -> bool:
    """Whether a prefix before the id leads *sink* to where *judgement* goes; that was tried."""
    target, shape = judgement.target, sink.shape
    return bool(shape and shape.tried and target and shape.reaches(target.provider))


def is_inner(sink: Sink) -> bool:
    """Whether *sink* is a subclass that passes on what it was given: its callers decide."""
    return last_name(sink.call.func) == "__init__"


def _serves(client: Client, judgement: Judgement) -> bool:
    return judgement.provider in client.host.providers


def _name(sink: Sink) -> str:
    return " ".join(sink.module.text(sink.call.func).split())


def _name_of(client: Client) -> str:
    return " ".join(client.module.text(client.call.func).split())
