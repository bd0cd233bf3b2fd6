"""Where the thinking switch belongs, for every call whose model moves."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codemods.python.flow.declared import is_listed
from codemods.python.judging.closed import members
from codemods.python.occurrences.judgement import asked, leaves_host
from codemods.python.occurrences.places import is_test
from codemods.python.thinking.company import company
from codemods.python.thinking.open_calls import for_default
from codemods.python.thinking.posted import entry, several
from codemods.python.thinking.shared_calls import for_some
from codemods.python.thinking.taking import extra_of, obstacle_to, says_already, spelled
from codemods.python.thinking.telling_apart import told_apart, told_by_rows
from codemods.python.thinking.tested import tested_for
from codemods.python.thinking.twins import Twin
from codemods.rewriting.changes import Change, MergeBody, SetKeyword

if TYPE_CHECKING:
    from codemods.finding import Action, Edit
    from codemods.python.calls.sink import Sink
    from codemods.python.occurrences.judgement import Judgement
    from codemods.python.reading import Reading
    from codemods.python.syntax.module import Module

_MODE = re.compile(r'"(?:en|dis)abled"')


@dataclass(frozen=True)
class Switch:
    """One call: *at* is reported, *on* is changed."""

    module: Module
    at: ast.AST
    action: Action
    reason: str
    new: str = ""
    provider: str = ""
    group: str = ""
    on: ast.AST | None = None
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    twins: tuple[Twin, ...] = ()
    """What is kept elsewhere to tell which of several ids was meant."""


def switches(reading: Reading) -> Iterator[Switch]:
    """The switch of every call that a rewritten id reaches."""
    moved: dict[ast.AST, list[Judgement]] = defaultdict(list)
    sinks: dict[ast.AST, Sink] = {}
    for judgement in reading.judgements:
        if judgement.action == "rewrite" and judgement.target and judgement.target.thinking:
            for sink in asked(judgement):
                moved[sink.call].append(judgement)
                sinks[sink.call] = sink
    offered = members(reading.judgements)
    kept: set[tuple[ast.AST, str]] = set()
    for key, judgements in moved.items():
        choices = offered.get(judgements[0].group, [])
        found = _switch(reading, sinks[key], [*judgements, *choices])
        if found is not None:
            yield found
        for twin in found.twins if found is not None else ():
            if (twin.at, twin.new) not in kept:
                kept.add((twin.at, twin.new))
                yield _kept(twin, judgements)


def _kept(twin: Twin, judgements: list[Judgement]) -> Switch:
    """What goes with an id to tell what the old one told."""
    judgement, modes = judgements[0], {j.target.thinking for j in judgements if j.target}
    reason = "goes with the id: ids with and without thinking become one, and this tells them apart"
    if len(modes) == 1:
        reason = f"the new model thinks by default; {min(modes)} keeps what the old id did"
    provider = judgement.target.provider if judgement.target else ""
    return Switch(
        twin.module,
        twin.at,
        "rewrite",
        reason,
        new=twin.new,
        provider=provider,
        group=judgement.group,
        on=twin.on,
        changes=(twin.change,) if twin.change is not None else (),
        edits=twin.edits,
    )


def _switch(reading: Reading, sink: Sink, judgements: list[Judgement]) -> Switch | None:
    """The switch of one call; None where nothing is needed or nothing can be said."""
    wanted = {j.target.thinking for j in judgements if j.target}
    provider = judgements[0].target.provider if judgements[0].target else ""
    mode = min(wanted)
    code = f'{{"type": "{mode}"}}'
    reason = f"the new model thinks by default; {mode} keeps what the old id did"
    extra = extra_of(reading.world.shapes, sink, leaves=any(map(leaves_host, judgements)))
    if sink.kind == "unknown" or says_already(sink, extra):
        return None
    if crowd := company(reading.world, sink, spelled(sink, extra, code)):
        return Switch(sink.module, sink.call.func, "review", crowd, provider=provider)
    told = told_apart(reading.world, sink, judgements) if len(wanted) > 1 else None
    rows = _rows(reading, sink, judgements, extra) if told is None else ()
    if rows:
        return replace(_kept(rows[0], judgements), twins=rows[1:])
    doubt = _doubt(reading, sink, judgements, spelled(sink, extra, code), apart=told is not None)
    if told is not None:
        code = f'{{"type": {told.code}}}'
        reason = "ids with and without thinking become one: what chose the id now sets thinking"
    if doubt and (some := for_some(reading.world, sink, judgements, extra)):
        return _shared(sink, *some, provider=provider, group=judgements[0].group)
    if doubt:
        return Switch(sink.module, sink.call.func, "review", doubt, provider=provider)
    open_ = '{"type": ...}' if told is not None else code  # what tells is not in sight elsewhere
    obstacle = obstacle_to(sink, extra, open_) if sink.kind != "raw" else ""
    if obstacle:
        needed = mode == "disabled" or sink.kind == "request"
        said = f"{reason.partition(': what')[0]}; {obstacle}"
        found = Switch(sink.module, sink.call.func, "review", said, provider=provider)
        return found if needed else None
    group = judgements[0].group
    if told is None and (only := for_default(reading.world, sink, judgements, extra, code)):
        return _shared(sink, only, (), provider=provider, group=group)
    if sink.kind == "raw":
        found = _raw(sink, code, reason, provider, group)
    else:
        found = _merged(sink, extra, code, reason, provider=provider, group=group)
    twins = told.twins if told is not None and found.action == "rewrite" else ()
    return replace(found, twins=twins)


def _rows(
    reading: Reading, sink: Sink, judgements: list[Judgement], extra: str
) -> tuple[Twin, ...]:
    """The switches beside the ids that `**` or a body brings, if they can be written there: where
    one will not do for all, and of others only those that other rows bring."""
    path = "thinking" if sink.kind == "raw" else f"{extra}.thinking" * bool(extra)
    alike = len({j.target.thinking for j in judgements if j.target}) == 1
    rivals = any(r.name == sink.model.name for r in sink.given.rivals) if sink.model else False
    others = bool(_others(reading, sink, judgements))
    once = alike and not others and not (sink.kind == "raw" and rivals)
    if not path or (others and not rivals) or once:
        return ()
    return told_by_rows(reading.world, sink, judgements, path)


def _merged(sink: Sink, extra: str, code: str, reason: str, *, provider: str, group: str) -> Switch:
    """The argument of the call that is merged into the request's body."""
    return Switch(
        sink.module,
        sink.call.func,
        "rewrite",
        reason,
        new=f'{extra}={{"thinking": {code}}}',
        provider=provider,
        group=group,
        on=sink.call,
        changes=(MergeBody(extra, "thinking", code),),
    )


def _shared(
    sink: Sink, change: SetKeyword, twins: tuple[Twin, ...], *, provider: str, group: str
) -> Switch:
    """The argument of a call that sends ids of others, too, or may be handed them."""
    return Switch(
        sink.module,
        sink.call.func,
        "rewrite",
        "other ids come to this call: what chose the id now sets thinking, for them none"
        if twins
        else "callers may hand in ids and addresses of others: only this id sets thinking",
        new=f"{change.name}={change.code}",
        provider=provider,
        group=group,
        on=sink.call,
        changes=(change,),
        twins=twins,
    )


def _doubt(
    reading: Reading, sink: Sink, judgements: list[Judgement], switch: str, *, apart: bool
) -> str:
    """Why no one *switch* is right for the call, or `""`."""
    others = _others(reading, sink, judgements)
    if others:
        return (
            f"other requests go through this call ({others}). The new model thinks by default; "
            f"pass {switch}, only where it is chosen"
        )
    if not apart and len({j.target.thinking for j in judgements if j.target}) > 1:
        return (
            "ids with and without thinking come to this call and become one: tell them apart by "
            f"{_MODE.sub('...', switch)}"
        )
    if tested := "" if apart else tested_for(reading, sink, judgements):
        return (
            f"what it sends is tested for {tested}, and may come from where nobody sees. The "
            f"new model thinks by default: tell them apart by {_MODE.sub('...', switch)}"
        )
    return ""


def _others(reading: Reading, sink: Sink, judgements: list[Judgement]) -> str:
    """What else than the moved ids the call sends, or where else it leads; `""` for nothing."""
    served = {judgement.provider for judgement in judgements}
    if sink.host.state == "other" and {sink.host.named} != served:
        return sink.host.why
    moved = {(j.place.node, j.place.token.text * bool(j.place.variable)) for j in judgements}
    texts: set[str] = set()
    for value in reading.world.models_of(sink):
        if (is_test(value.module) and not is_test(sink.module)) or is_listed(value):
            continue
        if value.kind == "text" and moved.isdisjoint((n, "") for n in (value.node, *value.parts)):
            texts |= {value.text} if _is_served(reading, sink, value.text) else set()
        if value.kind == "env":
            found = reading.world.env.filled(value.text, value.module.path)
            texts |= {f.value for f in found if (value.node, f.value) not in moved}
    return ", ".join(sorted(texts - {""})[:4])


def _is_served(reading: Reading, sink: Sink, text: str) -> bool:
    """Whether the host of *sink* may have a model *text*: not one that is known as another's."""
    offered = {model.provider for model in reading.world.plan.catalogue.find(text)}
    known = sink.host.provider if sink.host.state == "known" and sink.host.explicit else ""
    return not (known and offered) or known in offered


def _raw(sink: Sink, code: str, reason: str, provider: str, group: str) -> Switch:
    """A raw HTTP body: the switch is an entry beside the model."""
    found = None if several(sink, code) else entry(sink, "thinking", code)
    if found is None:
        advice = f'{reason}; add "thinking": {code} to every payload that names it'
        return Switch(sink.module, sink.call.func, "review", advice, provider=provider)
    return Switch(
        found.module,
        sink.call.func,
        "rewrite",
        reason,
        new=found.text,
        provider=provider,
        group=group,
        on=found.on,
        changes=(found.change,),
    )
