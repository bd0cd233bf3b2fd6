"""The client constructions of a scan, what goes through each, and whether it can move whole."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from codemods.python.calls.apart import is_written, named_apart
from codemods.python.calls.choices import choice_of
from codemods.python.calls.swaps import handed_on, own_wrapper, unlike
from codemods.python.flow.arguments import constructed
from codemods.python.flow.expressions import env_name
from codemods.python.judging import addresses, rebound
from codemods.python.judging.asked import beyond
from codemods.python.judging.client import OWN, Client, Fit
from codemods.python.judging.replies import unread
from codemods.python.syntax.modules import expression
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.calls.shapes import Shape
    from codemods.python.flow.value import Value
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.syntax.module import Module
    from codemods.python.world import World

_BOUND = ("websocket_base_url", "admin_api_key", "workload_identity")


def clients(world: World) -> list[Client]:
    """All client constructions in the judged modules, by place."""
    found: dict[ast.AST, Client] = {}
    for module in world.core:
        for client in constructions(world, module, world.sinks.calls(module)):
            found.setdefault(client.call, client)
    for module in world.core:
        for sink in world.sinks.of(module):
            for value in sink.clients:
                if value.node not in found and (heir := _heir(world, value)) is not None:
                    found[value.node] = heir
                if value.node in found:
                    found[value.node].sinks.append(sink)
    return sorted(found.values(), key=lambda client: client.key)


def _heir(world: World, value: Value) -> Client | None:
    """The construction of a project's class whose parent is a library's client."""
    call, module = value.node, value.module
    shape = world.sinks.shape_of(call, module) if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or shape is None or shape.kind != "client":
        return None
    return _constructed(world, call, module, shape)


def _constructed(world: World, call: ast.Call, module: Module, shape: Shape) -> Client:
    given = constructed(world.values.of, call, module)
    return Client(module, call, shape, world.hosts.of_arguments(given, shape, module.path), given)


def constructions(world: World, module: Module, calls: Iterable[ast.Call]) -> Iterator[Client]:
    """The client constructions among *calls* of *module*."""
    calls = list(calls)
    for call in calls:
        shape = world.sinks.shape_of(call, module) if world.sinks.worth(call, module) else None
        if shape is not None and shape.kind == "client":
            yield _constructed(world, call, module, shape)
    for sink in (sink for call in calls for sink in world.sinks.at(call, module)):
        inner = last_name(sink.call.func) == "__init__"  # a subclass passing on what it was given
        if sink.shape is not None and sink.kind == sink.shape.kind != "agent" and not inner:
            yield Client(module, sink.call, sink.shape, sink.host, sink.given, [sink])


def fit(world: World, client: Client, moving: Mapping[ast.AST | None, Judgement]) -> Fit:
    """Whether everything that goes through *client* moves to one provider.

    *moving*: by string constant, the judgement that moves it to another host.
    """
    return _other_use(client) or _held(world, client) or _models(world, client, moving)


def goes_along(world: World, client: Client, provider: str) -> Fit:
    """Whether *client*, which nothing is asked of, can go to *provider* with the others."""
    if held := _held(world, client):
        return held
    reason = addresses.obstacle(world, client, provider)
    return Fit(reason=reason) if reason else Fit(provider)


def _held(world: World, client: Client) -> Fit | None:
    """Why *client* stays, by how it is built and who has it, or None."""
    held = [name for name in client.given.named if name in _BOUND or _is_own(client, name)]
    if held:
        return Fit(reason=f"{', '.join(held)} belong to the old host")
    of = world.values.of
    if wrapper := own_wrapper(of, client.shape, client.call, client.module):
        return Fit(reason=f"{wrapper} takes that library's own client only")
    apart = named_apart(of, client.shape, client.given)
    if apart is not None and not is_written(client.call, apart):
        said = expression(apart.module, apart.value)
        return Fit(reason=f"its {apart.name} is {said}, which names the provider apart from the id")
    own = client.shape.kind == "client"  # of a framework's object much is asked
    if own and (asked := beyond(world, client.call, client.module)):
        return Fit(reason=f"{asked} is asked of it, too, which must be looked at")
    if strange := unlike(world.shapes, client.shape, client.call, client.module, client.given):
        return Fit(reason=strange)
    if client.shape.replies and (where := handed_on(of, client.call, client.module)):
        return Fit(reason=f"{where} is given it, which may ask it for something else")
    if strange := unread(world, client.shape, client.sinks):
        return Fit(reason=strange)
    if variable := _handed(client):
        return Fit(reason=f"the program itself sets {variable}, from what somebody enters")
    if bound := rebound.obstacle(world, client):
        return Fit(reason=bound)
    known = world.plan.catalogue.providers
    if choice := choice_of(client.call, client.module, client.host.providers, known):
        return Fit(reason=f"it serves the choice {choice!r}, one of several")
    if client.shape.to and client.call in client.module.handed:
        return Fit(reason="its class is handed to something that constructs it")
    if client.given.opaque:
        return Fit(reason=f"built with **{client.given.opaque[0]}, which cannot be followed")
    return None


def _other_use(client: Client) -> Fit | None:
    """Why *client* stays, where it serves something else than chat, or nothing in sight."""
    surfaces = {sink.surface for sink in client.sinks if sink.surface}
    if not surfaces:
        named = client.host.provider in client.module.text(client.call)
        reason = "no request through this client was found, so what it serves is unknown"
        return Fit(reason=reason, action="leave" if client.shape.chat and not named else "review")
    if "chat" not in surfaces:
        names = ", ".join(sorted(surfaces))
        action = "review" if client.shape.chat else "leave"
        return Fit(reason=f"a client for {names}, not for chat", action=action)
    if surfaces != {"chat"}:
        others = ", ".join(sorted(surfaces - {"chat"}))
        return Fit(reason=f"one client for chat and for {others}, which must be looked at")
    return None


def _is_own(client: Client, name: str) -> bool:
    """Whether *name* says who pays at the old host, and is not given in the call itself."""
    return name in OWN and client.given.named[name].holder not in client.call.keywords


def _handed(client: Client) -> str:
    """The key's variable that the module sets for the library to find, or `""`."""
    if client.given.first(*client.shape.key) is not None:
        return ""
    for node in ast.walk(client.module.tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, ast.Subscript)):
            for target in node.targets:
                name = env_name(target, client.module)
                if name is not None and name.value in client.shape.env_key:
                    return str(name.value)
    return ""


def _models(world: World, client: Client, moving: Mapping[ast.AST | None, Judgement]) -> Fit:
    targets: set[str] = set()
    staying: list[str] = []
    for sink in client.sinks:
        for value in world.models_of(sink):
            judgement = moving.get(value.node)
            if judgement is not None and judgement.target is not None:
                targets.add(judgement.target.provider)
            elif value.kind == "text" and value.text:
                staying.append(value.text)
    held = sorted({text for text in staying if _taken(world, client, text)})
    said = ", ".join(sorted(set(staying) - set(held)))
    if not targets and _foreign(world, client):
        return Fit(reason=f"it sends {said} only, which the plan leaves", action="leave")
    if said:
        return Fit(reason=f"it also sends {said}, which stays")
    if held:
        return Fit(reason=f"it sends {', '.join(held)}, which a person must change")
    if not targets:
        sink = client.sinks[0]
        said = expression(sink.module, sink.model.value) if sink.model else "not given"
        return Fit(reason=f"the model is {said}: what it may be cannot be seen here")
    if len(targets) > 1:
        return Fit(reason=f"its models would go to {', '.join(sorted(targets))}")
    provider = targets.pop()
    obstacle = addresses.obstacle(world, client, provider)
    return Fit(reason=obstacle) if obstacle else Fit(provider)


def _foreign(world: World, client: Client) -> bool:
    """Whether all that *client* asks for is written out, and the plan moves none of it."""
    values = [value for sink in client.sinks for value in world.models_of(sink) or (None,)]
    return not any(
        value is None or value.kind != "text" or _taken(world, client, value.text)
        for value in values
    )


def _taken(world: World, client: Client, text: str) -> bool:
    """Whether the plan has a place for the id *text* at the host of *client*."""
    known = world.plan.catalogue.providers
    hosts = (known[name] for name in client.host.providers if name in known)
    return any(world.plan.target(host, text) for host in hosts)


def by_call(found: list[Client]) -> dict[ast.AST, Client]:
    """*found* by their calls."""
    return {client.call: client for client in found}
