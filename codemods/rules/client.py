"""The rule `client`."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from codemods.changes import AddImport, RenameCallee, ReplaceText
from codemods.python.bedrock import respelled
from codemods.python.clients import Client
from codemods.python.module import Module
from codemods.python.names import dotted_name
from codemods.python.proposal import Proposal
from codemods.python.reading import Reading
from codemods.python.replies import reads
from codemods.python.sinks import last_part
from codemods.python.swaps import renamed_wrappers
from codemods.python.units import (
    Unit,
    first_import,
    import_line,
    import_of,
    is_bound,
    line_of,
    other_uses,
    spare_import,
)
from codemods.rules import Example, rules


@rules.add
class ClientRule:
    """A client whose calls move to another host.

    Address, key variable and model ids of one client change together or not at all. A library of
    the old host's own is replaced by the OpenAI client, with its import. A client that also serves
    embeddings, images or models that stay is reported; one for another host is left.
    """

    BECOMES: ClassVar[tuple[Example, ...]] = (
        Example(
            "import os\n\nfrom openai import OpenAI\n\nclient = OpenAI()\n"
            'client.chat.completions.create(model="gpt-4o", messages=[])\n',
            "import os\n\nfrom openai import OpenAI\n\n"
            'client = OpenAI(base_url="https://api.deepseek.com", '
            'api_key=os.environ["DEEPSEEK_API_KEY"])\n'
            'client.chat.completions.create(model="deepseek-flash", messages=[], '
            'extra_body={"thinking": {"type": "disabled"}})\n',
            recipe="openai-to-deepseek",
        ),
        Example(
            "import groq\nimport time\n\nclient = groq.Groq()\n"
            'client.chat.completions.create(model="llama-3.3-70b-versatile", messages=[])\n',
            "import os\nfrom openai import OpenAI\nimport time\n\n"
            'client = OpenAI(base_url="https://api.meta.ai/v1", '
            'api_key=os.environ["MODEL_API_KEY"])\n'
            'client.chat.completions.create(model="muse-spark-1.3", messages=[])\n',
            recipe="llama-to-muse-spark",
        ),
        Example(
            "from groq import Groq\n\nclient = Groq()\n\n\ndef ask(messages):\n"
            '    return client.chat.completions.create(model="llama-3.3-70b-versatile", '
            "messages=messages)\n",
            "import os\nfrom openai import OpenAI\n\n"
            'client = OpenAI(base_url="https://api.meta.ai/v1", '
            'api_key=os.environ["MODEL_API_KEY"])\n\n\ndef ask(messages):\n'
            '    return client.chat.completions.create(model="muse-spark-1.3", '
            "messages=messages)\n",
            recipe="llama-to-muse-spark",
        ),
    )
    LEAVES: ClassVar[tuple[Example, ...]] = (
        Example(
            "from openai import OpenAI\n\nclient = OpenAI()\n"
            'client.embeddings.create(model="text-embedding-3-small", input="x")\n',
            recipe="openai-to-deepseek",
            why="a client for embeddings",
        ),
        Example(
            "from openai import OpenAI\n\nclient = OpenAI()\n"
            'client.chat.completions.create(model="gpt-4o", messages=[])\n'
            'client.images.generate(model="gpt-image-1", prompt="x")\n',
            recipe="openai-to-deepseek",
            why="one client for chat and images: a person must split it",
        ),
        Example(
            'from openai import OpenAI\n\nclient = OpenAI(base_url="http://localhost:8000/v1")\n'
            'client.chat.completions.create(model="gpt-4o", messages=[])\n',
            recipe="openai-to-deepseek",
            why="a server of one's own",
        ),
    )

    def findings(self, reading: Reading) -> Iterator[Proposal]:
        """One finding for each client of a provider that models leave, and for its import."""
        moved = {id(unit.client.call) for unit in reading.units}
        for client in reading.moving.clients:
            if id(client.call) not in moved and client.shape.kind == "client":
                yield from _stays(reading, client)
        for unit in reading.units:
            if unit.changes:
                yield _moves(reading, unit)
            yield from _wrapped(reading, unit)
            yield from _read(reading, unit)
        yield from _imports(reading, moved)


def _wrapped(reading: Reading, unit: Unit) -> Iterator[Proposal]:
    """The wrapper that took the old library's client only."""
    module = unit.client.module
    of = reading.world.values.of
    for around in renamed_wrappers(of, unit.client.call, module) if unit.new_class else ():
        yield Proposal(
            "client", module, module.start(around.func), module.end(around.func),
            "instructor.from_openai", "rewrite", "it wraps the OpenAI client now",
            unit.client.host.provider, reading.group_of(unit.client), (), around,
            (RenameCallee("instructor.from_openai"),),
        )  # fmt: skip


def _read(reading: Reading, unit: Unit) -> Iterator[Proposal]:
    """The requests and the places that read replies, where those have another shape."""
    client = unit.client
    for sink in client.sinks if client.shape.chat else ():
        changes = respelled(sink, unit.target.parameters)
        func, module = sink.call.func, sink.module
        yield Proposal(
            "client", module, module.start(func), module.end(func), "chat.completions.create",
            "rewrite", "OpenAI's client is asked like this", client.host.provider,
            reading.group_of(client), (), sink.call, changes or (),
        )  # fmt: skip
    for read in reads(reading.world, client.shape, client.sinks):
        module, start = read.module, read.module.end(read.of)
        code = f"{module.text(read.of)}{read.new}"
        yield Proposal(
            "client", module, start, module.end(read.node), read.new, "rewrite",
            "OpenAI's replies are read like this", client.host.provider,
            reading.group_of(client), (), read.node, (ReplaceText("", "", code),),
        )  # fmt: skip


def _moves(reading: Reading, unit: Unit) -> Proposal:
    client = unit.client
    reason = f"its models go to {unit.target.name}: address, key and models change together"
    return Proposal(
        "client",
        client.module,
        client.module.start(client.call.func),
        client.module.end(client.call.func),
        ", ".join(unit.said),
        "rewrite",
        reason,
        client.host.provider,
        reading.group_of(client),
        client.host.trail,
        client.call,
        tuple(unit.changes),
    )


def _stays(reading: Reading, client: Client) -> Iterator[Proposal]:
    leaving = reading.world.vocabulary.leaving
    found = reading.moving.fits.get(id(client.call))
    ours = not leaving.isdisjoint(client.host.providers)
    reason = f"left as it is: {client.host.why}"
    action = "leave"
    if ours and found is not None:
        action, reason = found.action, f"not moved: {found.reason}"
    yield Proposal(
        "client",
        client.module,
        client.module.start(client.call.func),
        client.module.end(client.call.func),
        "",
        "review" if action == "review" else "leave",
        reason,
        client.host.provider,
        trail=client.host.trail,
    )


def _imports(reading: Reading, moved: set[int]) -> Iterator[Proposal]:
    """Imports of the old library, and what else the new construction needs."""
    asked: set[tuple[str, str]] = set()
    for unit in reading.units:
        module, called = unit.client.module, dotted_name(unit.client.call.func)
        for dotted in unit.needed:
            gives_way = called if dotted == unit.new_class else ""
            needed = gives_way or not is_bound(module, dotted)
            if needed and (module.path, gives_way or dotted) not in asked:
                asked.add((module.path, gives_way or dotted))
                yield from _import(reading, unit, gives_way, import_line(dotted), moved)


def _import(
    reading: Reading, unit: Unit, name: str, code: str, moved: set[int]
) -> Iterator[Proposal]:
    module = unit.client.module
    group = reading.group_of(unit.client)
    found = import_of(module, name)
    if found is not None and is_bound(module, unit.new_class):
        spare = _spare(found[0], module, name, moved)
        if spare is not None:
            edit = module.code.edit(*spare, "")
            yield Proposal(
                "client", module, module.start(found[0]), module.end(found[0]), "", "rewrite",
                f"{name} gives way to {last_part(unit.new_class)}, which is imported already",
                unit.client.host.provider, group, edits=(edit,) if edit else (),
            )  # fmt: skip
            return
    whole = _replaced(reading, found[0], module, moved) if found is not None else ""
    node: ast.AST | None = found[0] if found is not None and whole else None
    code = whole or code
    if node is None and name:
        node = spare_import(reading.units, module, name.partition(".")[0])
    if node is not None:
        reason = f"{name} gives way to {last_part(unit.new_class)}"
        change = ReplaceText("", "", code)
        yield Proposal(
            "client", module, module.start(node), module.end(node), code, "rewrite", reason,
            unit.client.host.provider, group, (), node, (change,),
        )  # fmt: skip
        return
    place = first_import(module)
    if place is None:
        yield Proposal(
            "client", module, 0, 0, "", "review", f"add {code!r} at the top of the file",
            group=group,
        )  # fmt: skip
        return
    start, head = module.start(place), module.text(place).partition("\n")[0]
    yield Proposal(
        "client", module, start, start + len(head), code, "rewrite",
        f"needed by the client at line {module.line(unit.client.call)}",
        group=group, on=place, changes=(AddImport(code),),
    )  # fmt: skip


def _spare(
    statement: ast.ImportFrom, module: Module, name: str, moved: set[int]
) -> tuple[int, int] | None:
    """The lines of *statement*, when only the moved clients use the one *name* it imports."""
    used = len(statement.names) > 1 or any(True for _ in other_uses(module, name, moved))
    return (
        None if used or module.scope(statement) is not module.tree else line_of(module, statement)
    )


def _replaced(reading: Reading, statement: ast.ImportFrom, module: Module, moved: set[int]) -> str:
    """The imports that stand for *statement* afterwards, `""` where it must stay as it is."""
    classes = {
        dotted_name(unit.client.call.func): unit.new_class
        for unit in reading.units
        if unit.client.module is module and unit.new_class
    }
    names = {alias.asname or alias.name: ast.unparse(alias) for alias in statement.names}
    gone = [name for name in names if name in classes]
    if any(True for name in gone for _ in other_uses(module, name, moved)):
        return ""
    new = _joined({classes[name] for name in gone})
    rest = ", ".join(text for name, text in names.items() if name not in gone)
    top = module.parents.get(statement) is module.tree
    if not rest:
        return new if top or "\n" not in new else ""
    plain = top and statement.lineno == statement.end_lineno and not statement.level
    return f"from {statement.module} import {rest}\n{new}" if plain else ""


def _joined(dotted: set[str]) -> str:
    """The statements that import *dotted*, one for each package."""
    packages: dict[str, list[str]] = defaultdict(list)
    for path in sorted(dotted):
        package, _, name = path.rpartition(".")
        packages[package].append(name)
    return "\n".join(f"from {p} import {', '.join(names)}" for p, names in packages.items())
