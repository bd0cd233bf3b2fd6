"""The rule `key-variable`: the variables with the keys of a host that models leave."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from codemods.finding import Edit, Finding
from codemods.python.clients.libraries import is_set_on_library
from codemods.python.clients.unit import Unit
from codemods.python.occurrences.places import Place
from codemods.python.proposal import Proposal
from codemods.python.reading import Reading
from codemods.python.syntax.module import Module
from codemods.python.syntax.modules import expression
from codemods.python.variables.environments import is_environment
from codemods.python.variables.messages import is_message, leading_back, told
from codemods.python.variables.own_names import is_own_name, tables_of
from codemods.rewriting.changes import ReplaceText
from codemods.rules import Example, rules
from codemods.rules._keys import NUMBERED, OLD_SECRET, configured, filled, kept, secrets_beside

if TYPE_CHECKING:
    from codemods.python.clients.client import Client
    from codemods.python.flow.arguments import Argument


@rules.add
class KeyVariableRule:
    """The environment variable with the key of a host that models leave.

    It moves with the client that reads it. Where a project leaves a host altogether, checks and
    configuration files that name the variable move, too; where another client still needs the
    key, they stay. Values are never touched, only names.
    """

    BECOMES: ClassVar[tuple[Example, ...]] = (
        Example(
            "import os\n\nfrom openai import OpenAI\n\n"
            'if not os.getenv("OPENAI_API_KEY"):\n    raise SystemExit(2)\n'
            'client = OpenAI(api_key=os.getenv("OPENAI_API_KEY"))\n'
            'client.chat.completions.create(model="gpt-4o", messages=[])\n',
            "import os\n\nfrom openai import OpenAI\n\n"
            'if not os.getenv("DEEPSEEK_API_KEY"):\n    raise SystemExit(2)\n'
            'client = OpenAI(base_url="https://api.deepseek.com", '
            'api_key=os.getenv("DEEPSEEK_API_KEY"))\n'
            'client.chat.completions.create(model="deepseek-flash", messages=[], '
            'extra_body={"thinking": {"type": "disabled"}})\n',
            recipe="openai-to-deepseek",
        ),
    )
    LEAVES: ClassVar[tuple[Example, ...]] = (
        Example(
            'import os\n\nKEY = os.environ["OPENAI_API_KEY"]\n',
            recipe="openai-to-deepseek",
            why="no client that moves reads it",
        ),
        Example(
            "OPENAI_API_KEY=\n",
            recipe="openai-to-deepseek",
            path=".env.example",
            why="nothing here says which client reads it",
        ),
    )

    def findings(self, reading: Reading) -> Iterator[Proposal | Finding]:
        """One finding for each place that names such a variable."""
        for text in reading.replaced("key-variable"):
            yield from _secrets(reading, text.module, text.node, text.new)
            yield Proposal(
                "key-variable",
                text.module,
                text.module.inside(text.node),
                "rewrite",
                text.reason,
                new=text.new,
                provider=text.provider,
                group=text.group,
                trail=text.trail,
                on=text.node,
                changes=(ReplaceText(str(text.node.value), text.new),),
            )
        for unit in reading.units:
            if unit.foreign_key is not None:
                yield _elsewhere(reading, unit)
            if unit.header is not None:
                yield _header(reading, unit, *unit.header)
        yield from _fields(reading)
        for place in reading.places("key"):
            found = _named(reading, place)
            yield found
            if found.action == "rewrite" and isinstance(place.node, ast.Constant):
                yield from _filled(reading, place.module, place.node, found.new)
        yield from configured(reading)


def _secrets(reading: Reading, module: Module, node: ast.Constant, new: str) -> Iterator[Proposal]:
    """What the new host would be sent though it is another's."""
    for secret in secrets_beside(reading, module, node):
        reason = f"the client reads {new} now, and this where it is not set; {OLD_SECRET}"
        yield Proposal.on_node("key-variable", module, secret, "review", reason)
    yield from _filled(reading, module, node, new)


def _filled(reading: Reading, module: Module, node: ast.Constant, new: str) -> Iterator[Proposal]:
    """Variables of other names that the program fills the renamed one from, and that stay; in a
    table of variables, anything that nobody can follow."""
    hosts = reading.world.plan.catalogue.providers_of_key
    mine = hosts(str(node.value))
    for given in filled(module, node):
        values = reading.world.values.of(given, module)
        read = (value.text for value in values if value.kind == "env")
        others = [name for name in dict.fromkeys(read) if hosts(name) != mine]
        table = isinstance(module.parents.get(node), ast.Dict)
        if table and all(value.kind in ("object", "unknown") for value in values):
            others = [expression(module, given)]
        if others:
            reason = f"{new} is filled from {' or '.join(others)}: it must hold the new host's key"
            yield Proposal.on_node("key-variable", module, given, "review", reason)


def _fields(reading: Reading) -> Iterator[Proposal]:
    """A settings field that bears the variable's name, and each place that reads it."""
    named = {name: unit for unit in reversed(reading.units) for name in unit.names}
    for (module, start, end, new), unit in named.items():
        edit = module.code.edit(start, end, new)
        yield Proposal(
            "key-variable",
            module,
            (start, end),
            "rewrite",
            f"a field of settings is read from the variable of its name, which is {new} now",
            new=new,
            provider=unit.client.host.provider,
            group=reading.group_of(unit.client),
            edits=(edit,) if edit is not None else (),
        )
    for field in reading.unread_fields:
        said = "it is only handed on" if field.places[1:] else "nothing reads it"
        for module, start, end in field.places:
            edit = module.code.edit(start, end, field.new)
            yield Proposal(
                "key-variable",
                module,
                (start, end),
                "rewrite",
                f"settings ask for it, {said}, and the key is {field.new.upper()} now",
                new=field.new,
                provider=field.provider,
                group=reading.key_group(module.path, field.provider),
                edits=(edit,) if edit is not None else (),
            )


def _header(reading: Reading, unit: Unit, header: ast.expr, new: str) -> Proposal:
    """A header that a key is written out in: no key is in code afterwards."""
    return Proposal.on_node(
        "key-variable",
        unit.client.module,
        header,
        "rewrite",
        f"the request goes to {unit.target.title}, whose key is read from the environment",
        new=new,
        provider=unit.client.host.provider,
        group=reading.group_of(unit.client),
        changes=(ReplaceText("", "", new),),
    )


def _elsewhere(reading: Reading, unit: Unit) -> Proposal:
    """A key that is handed in: what gives it must give the new host's."""
    key = unit.foreign_key
    assert key is not None
    read = [v for v in reading.world.values.of(key.value, key.module) if v.kind == "env"]
    source = " or ".join(dict.fromkeys(value.text for value in read)) or "elsewhere"
    reason = f"this key comes from {source}: it must be a key for {unit.target.title} now"
    if stays := next(_sharers(reading, key), None):
        where = stays.module.where(stays.call)
        reason += f", and that of the client at {where}, which stays, must not"
    provider = unit.client.host.provider
    return Proposal.on_node(
        "key-variable", key.module, key.value, "review", reason, provider=provider
    )


def _sharers(reading: Reading, key: Argument) -> Iterator[Client]:
    """The clients that stay and are given what is spelled like *key*."""
    moved = {unit.client.call for unit in reading.units}
    said = key.module.qualified(key.value)
    for client in reading.moving.clients if "." in said else ():
        own = client.key
        given = own.module.qualified(own.value) if own is not None else ""
        if given == said and client.call not in moved:
            yield client


def _named(reading: Reading, place: Place) -> Proposal:
    """A place that names the variable and that no moved client reads."""
    found = Proposal(
        "key-variable",
        place.module,
        (place.start, place.end),
        "leave",
        "no client that moves reads this key",
        provider=place.token.providers[0],
    )
    moved = reading.read_beside(place)
    lent = place.node is not None and is_set_on_library(place.node, place.module, reading.world)
    if moved is not None and place.whole and place.node is not None and not lent:
        where = place.module.where(moved.node)
        reason = f"the client reads the key at {where}, which is rewritten"
        found = replace(found, provider=moved.provider, reason=reason, group=moved.group)
        return _renamed(reading, found, place, moved.new)
    leaves = (name for name in place.token.providers if reading.new_key(place.module.path, name))
    provider = next(leaves, "")
    if not provider:
        return _of_one_that_stays(reading, place, found)
    return _of_one_that_leaves(reading, place, found, provider)


def _of_one_that_stays(reading: Reading, place: Place, found: Proposal) -> Proposal:
    """*found* for the key of a host that the project does not leave altogether."""
    if new := reading.unset(place):
        reason = f"a client beside it reads {new} now, which nothing sets: set both"
        return replace(found, action="review", reason=reason)
    if is_message(place) and (new := reading.read_in_function(place)):
        reason = f"a client beside it reads {new} now: ask for that, and say so"
        return replace(found, action="review", reason=reason)
    read = reading.renamed_keys.get(place.token.text, "") if place.whole else ""
    if read and not is_own_name(reading.world, place) and not _is_choice(reading, place):
        reason = f"a client that moves reads {read} now, others still need this one: set both"
        return replace(found, action="review", reason=reason)
    return found


def _of_one_that_leaves(reading: Reading, place: Place, found: Proposal, provider: str) -> Proposal:
    """*found* for the key of *provider*, which nothing in the project asks any more."""
    path = place.module.path
    new, group = reading.new_key(path, provider), reading.key_group(path, provider)
    if field := reading.fields.get(place.token.text):
        return replace(found, action="review", reason=kept(place.token.text, field, new))
    if place.token.text in reading.world.numbered:
        return replace(found, action="review", reason=NUMBERED)
    if is_own_name(reading.world, place):
        return replace(found, reason="what the program itself calls the key, however it is read")
    if _is_choice(reading, place):
        return replace(found, reason="one of the keys of several hosts; no client reads it there")
    if place.whole and place.node is not None and place.role.name not in ("prose", "comment"):
        reason = f"every client of {provider} moves, so the key is {new} now"
        return _renamed(reading, replace(found, reason=reason, group=group), place, new)
    found = replace(found, reason=f"names the key, which is {new} now")
    edits = _said(reading, place, new, provider) if is_message(place) else ()
    if not edits:
        return replace(found, action="review")
    text = str(getattr(place.node, "value", ""))
    back = leading_back(text, reading.world.plan.catalogue.provider(provider))
    reason = f"{found.reason}; {back}" if back else found.reason
    new_name = replace(found, action="rewrite", new=new, group=group, edits=edits)
    return replace(new_name, reason=reason, after=back)


def _said(reading: Reading, place: Place, new: str, provider: str) -> tuple[Edit, ...]:
    """The edits of a message that names the key of *provider*."""
    known = reading.world.plan.catalogue.provider
    target = reading.moving.leaving.to(place.module.path, provider)
    return told(place, new, known(provider), known(target))


def _renamed(reading: Reading, found: Proposal, place: Place, new: str) -> Proposal:
    """*found*, which says why and of which group, as a rewrite to the name *new*."""
    if place.node is not None and any(secrets_beside(reading, place.module, place.node)):
        return replace(found, action="review", reason=f"{found.reason}; {OLD_SECRET}", group="")
    change = ReplaceText(place.token.text, new)
    return replace(found, action="rewrite", new=new, on=place.node, changes=(change,))


def _is_choice(reading: Reading, place: Place) -> bool:
    """Whether *place* is in a table of the keys of several hosts that no moved client reads, or
    reads such a table by its key."""
    around = place.module.up(place.node) if place.node is not None else ()
    inner = next((node for node in around if isinstance(node, ast.Dict)), None)
    tables = [*tables_of(reading.world, place)]
    return any(
        _holds_choices(reading, module, table)
        for table, module in [*tables, *([(inner, place.module)] if inner is not None else ())]
    )


def _holds_choices(reading: Reading, module: Module, table: ast.Dict) -> bool:
    """Whether *table* names keys of several hosts, and neither a moved client reads it nor does
    the program set variables by it."""
    inside, catalogue = set(ast.walk(table)), reading.world.plan.catalogue
    texts = {node.value for node in inside if isinstance(node, ast.Constant)}
    owners = {p.name for text in texts for p in catalogue.providers_of_key(str(text))}
    if len(owners) < 2 or is_environment(module, table):
        return False
    return not any(text.node in inside for text in reading.replaced("key-variable"))
