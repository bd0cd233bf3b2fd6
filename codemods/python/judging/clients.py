"""The client constructions of a scan, what goes through each, and whether it can move whole."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.python.calls.choices import choice_of
from codemods.python.calls.hosts import Host
from codemods.python.calls.shapes import Shape, methods
from codemods.python.calls.swaps import handed_on, own_wrapper, unlike
from codemods.python.flow.arguments import Arguments, constructed
from codemods.python.flow.expressions import env_name, named_in
from codemods.python.judging.replies import unread
from codemods.python.syntax.modules import expression
from codemods.python.syntax.names import last_name

if TYPE_CHECKING:
    from codemods.python.calls.sinks import Sink
    from codemods.python.flow.environment import Filled
    from codemods.python.flow.value import Value
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.syntax.module import Module
    from codemods.python.world import World

_BOUND = ("organization", "project", "websocket_base_url", "admin_api_key", "workload_identity")

_PLAIN = (
    "with_options",
    "copy",
    "close",
    "api_key",
    "base_url",
    "timeout",
    "max_retries",
    "models",
)


@dataclass(frozen=True, eq=False)
class Client:
    """One construction whose address, key and models belong together."""

    module: Module
    call: ast.Call
    shape: Shape
    host: Host
    given: Arguments
    sinks: list[Sink] = field(default_factory=list)
    """The requests made through it; for a framework's object, itself."""

    @property
    def key(self) -> str:
        """A name for its place, for groups."""
        return f"{self.module.path}:{self.call.lineno:06}:{self.call.col_offset + 1:04}*"


def clients(world: World) -> list[Client]:
    """All client constructions in the judged modules, by place."""
    found: dict[int, Client] = {}
    for module in world.core:
        for client in constructions(world, module, world.sinks.calls(module)):
            found.setdefault(id(client.call), client)
    for module in world.core:
        for sink in world.sinks.of(module):
            for value in sink.clients:
                if id(value.node) in found:
                    found[id(value.node)].sinks.append(sink)
    return sorted(found.values(), key=lambda client: client.key)


def constructions(world: World, module: Module, calls: Iterable[ast.Call]) -> Iterator[Client]:
    """The client constructions among *calls* of *module*."""
    calls = list(calls)
    for call in calls:
        shape = world.sinks.shape_of(call, module) if world.sinks.worth(call, module) else None
        if shape is not None and shape.kind == "client":
            given = constructed(world.values.of, call, module)
            host = world.hosts.of_arguments(given, shape, module.path)
            yield Client(module, call, shape, host, given)
    for sink in (sink for call in calls for sink in world.sinks.at(call, module)):
        inner = last_name(sink.call.func) == "__init__"  # a subclass passing on what it was given
        if sink.shape is not None and sink.kind == sink.shape.kind != "agent" and not inner:
            yield Client(module, sink.call, sink.shape, sink.host, sink.given, [sink])


@dataclass(frozen=True)
class Fit:
    """Whether a client can move, where to, and if not, why."""

    provider: str = ""
    reason: str = ""
    action: str = "review"


def fit(world: World, client: Client, moving: dict[int, Judgement]) -> Fit:
    """Whether everything that goes through *client* moves to one provider.

    *moving*: by the identity of a string constant, the judgement that moves it to another host.
    """
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
    held = [name for name in _BOUND if name in client.given.named]
    if held:
        return Fit(reason=f"{', '.join(held)} belong to the old host")
    of = world.values.of
    if wrapper := own_wrapper(of, client.call, client.module):
        return Fit(reason=f"{wrapper} takes that library's own client only")
    if asked := _beyond(world, client):
        return Fit(reason=f"{asked} is asked of it, too, which must be looked at")
    if other := unlike(world.shapes, client.shape, client.call, client.module, client.given):
        return Fit(reason=other)
    if client.shape.replies and (where := handed_on(of, client.call, client.module)):
        return Fit(reason=f"{where} is given it, which may ask it for something else")
    if strange := unread(world, client.shape, client.sinks):
        return Fit(reason=strange)
    if variable := _handed(client):
        return Fit(reason=f"the program itself sets {variable}, from what somebody enters")
    known = world.plan.catalogue.providers
    if choice := choice_of(client.call, client.module, client.host.providers, known):
        return Fit(reason=f"it serves the choice {choice!r}, one of several")
    if client.given.opaque:
        return Fit(reason=f"built with **{client.given.opaque[0]}, which cannot be followed")
    return _models(world, client, moving)


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


def _beyond(world: World, client: Client) -> str:
    """What else than requests is asked of the client in its module: ``files.upload``, or `""`."""
    if client.shape.kind != "client":  # a framework's object: bind_tools, invoke
        return ""
    module = client.module
    around = next((n for n in module.up(client.call) if isinstance(n, ast.stmt)), None)
    names = [t.id for t in getattr(around, "targets", ()) if isinstance(t, ast.Name)]
    for node in (node for name in names for node in module.loads.get(name, ())):
        path = _path(module, node)
        if path and not _is_request(path):
            values = world.values.of(node, module)
            if any(value.node is client.call for value in values):
                return path
    return ""


def _path(module: Module, node: ast.AST) -> str:
    """What is read of *node*: ``chat.completions.create``."""
    names = []
    for parent in module.up(node):
        if not isinstance(parent, ast.Attribute):
            break
        names.append(parent.attr)
    return ".".join(names)


def _is_request(path: str) -> bool:
    if path.partition(".")[0] in _PLAIN:
        return True
    return any(f"{m}.".startswith(f"{path}.") or f"{path}.".startswith(f"{m}.") for m in methods())


def _models(world: World, client: Client, moving: dict[int, Judgement]) -> Fit:
    targets: set[str] = set()
    staying: list[str] = []
    for sink in client.sinks:
        for value in world.models_of(sink):
            judgement = moving.get(id(value.node))
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
    return _address_and_key(world, client, targets.pop())


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
    return any(world.plan.target(known[host], text) for host in client.host.providers)


def _address_and_key(world: World, client: Client, provider: str) -> Fit:
    """Whether address and key can be changed where they stand."""
    base = client.given.first(*client.shape.base)
    values = world.values.of(base.value, base.module) if base is not None else ()
    given = any(value.kind != "none" for value in values)
    if client.shape.own and not (given and client.given.first(*client.shape.key)):
        return Fit(reason="its class has an address or a key of its own")
    set_there = address_settings(world, values)
    if other := next((f for f in set_there if not is_endpoint(world, client, f.value)), None):
        return Fit(reason=f"its address, {other.said}, is not just that of its host")
    replaceable = bool(set_there) or _replaceable(values)
    if base is not None and given and (client.shape.prefixed or not replaceable):
        return Fit(reason=f"its address is {expression(base.module, base.value)}")
    if where := _offered(world, client, provider):
        return Fit(reason=f"{where} reads a key of {provider}, too: a choice of providers")
    return Fit(provider)


def address_settings(world: World, values: Iterable[Value]) -> list[Filled]:
    """Where other files set the variables that an address, which may be *values*, is read from."""
    reads = (value for value in values if value.kind == "env")
    found = (f for read in reads for f in world.env.filled(read.text, read.module.path))
    return [f for f in found if not f.setting.locked and f.setting.verbatim]


def is_endpoint(world: World, client: Client, text: str) -> bool:
    """Whether *text* is an address of the host of *client*, and nothing more."""
    found = world.plan.catalogue.provider_of_url(text)
    if found is None or found[0].name not in client.host.providers or "{" in found[1].url:
        return False
    return text.removeprefix(found[1].url).strip("/") == client.shape.path.strip("/")


def literals(world: World, client: Client) -> dict[int, Module]:
    """The identities of the constants that are its address and name its key, with their homes."""
    base, key = client.given.first(*client.shape.base), client.given.first(*client.shape.key)
    addresses = world.values.of(base.value, base.module) if base is not None else ()
    keys = world.values.of(key.value, key.module) if key is not None else ()
    found = {id(value.node): value.module for value in addresses if value.kind == "text"}
    for value in (value for value in keys if value.kind == "env"):
        constant = named_in(value)
        if constant is not None:
            found[id(constant)] = value.module
    return found


def _offered(world: World, client: Client, provider: str) -> str:
    """The module that gives *client* its key and has one of the new host as well, or `""`."""
    variable = world.plan.catalogue.provider(provider).key_variable
    key = client.given.first(*client.shape.key)
    values = world.values.of(key.value, key.module) if key is not None else ()
    for module in (value.module for value in values if value.kind == "env"):
        if f'"{variable}"' in module.code.text or f"'{variable}'" in module.code.text:
            return module.path
    return ""


def _replaceable(values: tuple[Value, ...]) -> bool:
    """Whether the address that *values* give can be changed by replacing literals.

    A literal that is no address (``"default"``) stands for the library's own; None and variables
    beside a literal are what somebody configures.
    """
    texts = [value for value in values if value.kind == "text"]
    return bool(texts) and all(isinstance(value.node, ast.Constant) for value in texts)


def by_call(found: list[Client]) -> dict[int, Client]:
    """*found* by the identity of their calls."""
    return {id(client.call): client for client in found}
