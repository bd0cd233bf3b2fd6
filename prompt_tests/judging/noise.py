"""The noise floor: would the old model also have changed this?

Per case there is an anchor answer and draws to compare with it; one draw is of the other model,
the rest are of the anchor's own. If the models answer alike, each draw was equally likely to be
the other model's, so an exact test says whether it differs more often than chance allows; turns
of one conversation are kept together. It finds *any* change, improvements included. Draws made
only because a case had flipped are left out: its anchor was chosen for being different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from prompt_tests.answers.contract import as_reply
from prompt_tests.answers.reasons import REASONS
from prompt_tests.assertions import make
from prompt_tests.comparisons import compare
from prompt_tests.judgement import JudgedCase
from prompt_tests.judging.confirm import CONFIRMS
from prompt_tests.judging.judge import check
from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Reply
from prompt_tests.statistics.exchange import exchange_test
from prompt_tests.statistics.many import benjamini_hochberg
from prompt_tests.verdict import Noise, NoiseRow

LEVEL = 0.05
"""A row stands above the noise when its p-value, adjusted over all rows, is at most this."""
FLIPS = "negative flips"
MOST = 300
"""Rows kept. A place that one conversation alone has is not tested: it could show nothing."""

_NUMBERS: tuple[tuple[str, Callable[[Reply], float | None]], ...] = (
    ("words", lambda reply: len(reply.text.split())),
    ("output tokens", lambda reply: reply.usage.output),
    ("latency", lambda reply: None if "client_bound" in reply.flags else reply.latency_ms),
)
SOURCES = (
    ("old", "the old model, asked again"),
    ("repeats", "repeats in the recordings"),
    ("new", "the new model against itself: the old one was not asked again"),
)


@dataclass(frozen=True, slots=True)
class Draws:
    """One case ready for the test: *others[0]* is the other model's draw, the rest the anchor's."""

    case: Case
    anchor: Reply
    others: tuple[Reply, ...]
    forward: bool
    """Whether changes run from the anchor to a draw (the anchor is an old answer)."""


def noise_of(
    judged: Iterable[JudgedCase], clusters: Iterable[tuple[str, Sequence[int]]]
) -> Noise | None:
    """The noise floor from whatever re-draws the cases have; None when they have none.

    *clusters*: of every case its cluster and its number of draws by source. *judged* is gone
    through once, and only when there is something to see.
    """
    found = list(clusters)
    for number, (source, said) in enumerate(SOURCES):
        drawn: dict[str, int] = {}  # turns of one conversation need draws of equal number
        for group, counts in found:
            if counts[number]:
                drawn[group] = min(drawn.get(group, counts[number]), counts[number])
        if drawn:
            cases = sum(bool(counts[number]) for _, counts in found)
            return _noise(source, said, cases, drawn, judged)
    return None


def cluster_of(recording: Recording) -> str:
    """The conversation of *recording*, else itself: what may be correlated stands together."""
    return f"c:{recording.conversation}" if recording.conversation else f"i:{recording.id}"


def draws_of(case: Case, source: str) -> Draws | None:
    """The draws of *case* from *source* (`old`, `repeats`, `new`); None when there are none."""
    old, new = case.old[0], case.new[0]
    if not (old.ok and new.ok):
        return None
    if source == "new":
        again = tuple(reply for reply in case.new[1:] if reply.ok and CONFIRMS not in reply.flags)
        return Draws(case, new, (old, *again), forward=False) if again else None
    asked = [reply for reply in case.old[1:] if not {"recorded", CONFIRMS} & set(reply.flags)]
    repeats = asked if source == "old" else map(as_reply, case.recording.repeats)
    again = tuple(reply for reply in repeats if reply.ok)
    return Draws(case, old, (new, *again), forward=True) if again else None


def _noise(
    source: str, said: str, cases: int, drawn: dict[str, int], judged: Iterable[JudgedCase]
) -> Noise:
    table: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for each in judged:
        draws, group = draws_of(each.case, source), cluster_of(each.case.recording)
        if draws is None:
            continue
        for name, values in _values(draws, drawn[group]).items():
            sums = table[name].get(group, [0] * drawn[group])
            table[name][group] = [a + b for a, b in zip(sums, values, strict=True)]
    names = sorted(n for n, groups in table.items() if len(groups) > 1 or not _is_place(n))
    ps = [exchange_test(list(table[name].values())) for name in names]
    rows = [
        _row(name, table[name], p, q)
        for name, p, q in zip(names, ps, benjamini_hochberg(ps), strict=True)
    ]
    rows.sort(key=lambda row: (row.what != FLIPS, row.adjusted, -row.other, row.what))
    return Noise(source, said, cases, len(drawn), min(drawn.values()) - 1, tuple(rows[:MOST]))


def _is_place(name: str) -> bool:
    kind, blank, _ = name.partition(" ")
    return bool(blank) and kind in REASONS


def _row(name: str, groups: dict[str, list[int]], p: float, adjusted: float) -> NoiseRow:
    other = sum(values[0] for values in groups.values())
    own = sum(sum(values[1:]) / (len(values) - 1) for values in groups.values())
    return NoiseRow(name, other, own, p, adjusted, adjusted <= LEVEL)


def _values(draws: Draws, count: int) -> dict[str, list[int]]:
    """Per kind, place, metric and assertion: what each draw shows against the anchor."""
    others = draws.others[:count]
    values: dict[str, list[int]] = defaultdict(lambda: [0] * count)
    for index, reply in enumerate(others):
        pair = (draws.anchor, reply) if draws.forward else (reply, draws.anchor)
        for difference in compare(draws.case.recording, *pair):
            values[difference.kind][index] = 1
            if difference.path:
                values[f"{difference.kind} {difference.place}"][index] = 1
    for name, measure in _NUMBERS:
        distances = _ranks(draws.anchor, others, measure)
        if distances:
            values[name] = distances
    if draws.case.recording.expect:
        values[FLIPS] = _flips(draws, others)
    return values


def _ranks(
    anchor: Reply, others: Sequence[Reply], measure: Callable[[Reply], float | None]
) -> list[int]:
    """How many draws lie nearer to the anchor than each draw does, ties counted half, doubled."""
    start, found = measure(anchor), [measure(reply) for reply in others]
    known = [value for value in found if value is not None]
    if start is None or len(known) < len(found):
        return []
    gaps = [abs(value - start) for value in known]
    return [sum((gap > g) + (gap >= g) for g in gaps) - 1 for gap in gaps]


def _flips(draws: Draws, others: Sequence[Reply]) -> list[int]:
    """1 where an assertion that held on the older answer does not on the newer."""
    recording = draws.case.recording
    tests = make(recording)

    def passes(reply: Reply) -> bool:
        return all(found.passed for found in check(tests, reply, recording))

    base = passes(draws.anchor)
    if draws.forward:
        return [int(base and not passes(reply)) for reply in others]
    return [int(passes(reply) and not base) for reply in others]
