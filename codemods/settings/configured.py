"""Model ids that other files set for the variables that code reads: judged where they are read.

`MODEL=gpt-4o` in a dotenv file is as good as a constant in the code: the call that sends it gets
its switches, its client moves, and the file changes together with both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from codemods.python.judging.models import ModelJudge
from codemods.python.judging.together import key_of
from codemods.python.occurrences.judgement import Judgement
from codemods.python.occurrences.places import Place
from codemods.python.occurrences.roles import Role
from codemods.settings.judge import SettingJudge, Verdict

if TYPE_CHECKING:
    import ast

    from codemods.python.calls.sinks import Sink
    from codemods.python.flow.environment import Filled
    from codemods.python.flow.value import Value
    from codemods.python.world import World


def configured(world: World) -> list[Judgement]:
    """A judgement for each read of a variable as a model, when all that it is set to moves to one
    target; what else is set for it is judged in its own file only."""
    reads: dict[int, list[tuple[Value, Sink]]] = defaultdict(list)
    for sink in world.sending:
        for value in world.models_of(sink):
            if value.kind == "env":
                reads[id(value.node)].append((value, sink))
    judge = SettingJudge(world)
    found = (_judged(world, judge, read) for read in reads.values())
    return [judgement for judgement in found if judgement is not None]


def links(judgements: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
    """What must be in one group: all reads of one variable."""
    for judgement in judgements:
        if judgement.place.variable:
            yield key_of(judgement), f"~variable {judgement.place.variable}"


def _judged(world: World, judge: SettingJudge, read: list[tuple[Value, Sink]]) -> Judgement | None:
    value, sinks = read[0][0], tuple(dict.fromkeys(sink for _, sink in read))
    set_here = [
        found
        for found in world.env.filled(value.text, value.module.path)
        if not found.setting.locked
    ]
    verdicts = [_verdict(judge, found) for found in set_here]
    first = verdicts[0] if verdicts else None
    if first is None or first.target is None or any(not _alike(first, v) for v in verdicts):
        return None
    place = _place(value, first)
    trail = (set_here[0].said, *value.trail)
    elsewhere = [s for s in sinks if s.host.providers and first.provider not in s.host.providers]
    if elsewhere:
        reason = f"it is sent to another host, too: {elsewhere[0].host.why}"
        return Judgement(place, "review", reason, "", first.target, first.provider, trail, sinks)
    new = ModelJudge(world).spelled(place, first.target, sinks)
    reason = first.target.reason
    return Judgement(place, "rewrite", reason, new, first.target, first.provider, trail, sinks)


def _verdict(judge: SettingJudge, found: Filled) -> Verdict | None:
    """What becomes of the one id that is set there, or None where a tool may not write it."""
    token = judge.world.vocabulary.whole(found.value)
    if token is None or token.kind != "model" or found.value != found.setting.value:
        return None
    verdict = judge.judge(found.page, found.setting, token)
    target = verdict.target
    if target is None or target.review or judge.doubt(verdict, target):
        return None
    return verdict if found.setting.verbatim else None


def _alike(first: Verdict, other: Verdict | None) -> bool:
    return other is not None and (first.provider, first.target, first.token.prefix) == (
        other.provider,
        other.target,
        other.token.prefix,
    )


def _place(value: Value, verdict: Verdict) -> Place:
    module, node = value.module, value.node
    start, end = module.start(node), module.end(node)
    role = Role("variable", (value.text,))
    expression: ast.expr = node  # type: ignore[assignment]  # what reads a variable is one
    return Place(module, verdict.token, start, end, role, expression, True, value.text)
