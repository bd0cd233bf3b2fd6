"""Tool calls: which, in what order, with what arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prompt_tests.answers.jsondiff import Change, differences
from prompt_tests.answers.jsontext import same
from prompt_tests.answers.toolcalls import ToolCall, offered, read
from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Recording
from prompt_tests.reply import Reply

_ARGUMENT = {
    "missing": "tool.argument_missing",
    "extra": "tool.argument_extra",
    "type": "tool.argument_type",
}


@comparisons.add
def tool_calls(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`tool.*`. Calls are paired by name in their order; what is left over is missing or extra."""
    before, after = read(old), read(new)
    yield from _unsound(recording, before, after)
    if bool(before) != bool(after):
        names = [call.name for call in before or after]
        if before:
            yield Difference("tool.none", old=names)
        else:
            yield Difference("tool.unasked", new=names)
        return
    if len(before) == len(after) == 1 and before[0].name != after[0].name:
        yield Difference("tool.name", "[0]", before[0].name, after[0].name)
        return
    pairs, missing, extra = _pair(before, after)
    yield from (Difference("tool.missing", call.name, old=call.raw) for call in missing)
    yield from (Difference("tool.extra", call.name, new=call.raw) for call in extra)
    if not missing and not extra and [i for i, _ in pairs] != sorted(i for i, _ in pairs):
        yield Difference(
            "tool.order", old=[call.name for call in before], new=[call.name for call in after]
        )
    if (len(before) > 1) != (len(after) > 1):
        yield Difference("tool.parallel", old=len(before), new=len(after))
    for i, j in pairs:
        yield from _arguments(before[i], after[j])


def _unsound(
    recording: Recording, before: list[ToolCall], after: list[ToolCall]
) -> Iterator[Difference]:
    known, used = offered(recording.request), {call.name for call in before}
    for place, call in enumerate(after):
        if known and call.name not in known | used:
            yield Difference("tool.invented", f"[{place}]", new=call.name)
        if not call.arguments.ok:
            yield Difference(
                "tool.invalid_json", call.name, new=call.raw, note=call.arguments.problem
            )


def _pair(
    before: list[ToolCall], after: list[ToolCall]
) -> tuple[list[tuple[int, int]], list[ToolCall], list[ToolCall]]:
    """Places (old, new) of calls that belong together, in new order, and what is left over."""
    free = list(range(len(before)))
    pairs: list[tuple[int, int]] = []
    extra = []
    wanted = Counter(call.name for call in before)
    for j, call in enumerate(after):
        if not wanted[call.name]:
            extra.append(call)
            continue
        wanted[call.name] -= 1
        alike = [i for i in free if before[i].name == call.name]
        i = next((i for i in alike if _same_arguments(before[i], call)), alike[0])
        free.remove(i)
        pairs.append((i, j))
    return pairs, [before[i] for i in free], extra


def _same_arguments(a: ToolCall, b: ToolCall) -> bool:
    return a.arguments.ok and b.arguments.ok and same(a.arguments.value, b.arguments.value)


def _arguments(old: ToolCall, new: ToolCall) -> Iterator[Difference]:
    if not (old.arguments.ok and new.arguments.ok):
        return
    for change in differences(old.arguments.value, new.arguments.value):
        yield _argument(old.name, change)


def _argument(tool: str, change: Change) -> Difference:
    kind = _ARGUMENT.get(change.kind, "tool.argument_value")
    return Difference(kind, f"{tool}{change.path[1:]}", change.old, change.new)
