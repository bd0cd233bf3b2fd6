"""From log files to a recordings file: recognised, filtered, scrubbed, judged, put in order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from migrate.errors import NothingMatched, Trouble
from prompt_tests.formats import FORMATS, Found, Skipped, recognise
from prompt_tests.logs.expectations import Template, Unfilled
from prompt_tests.logs.gathering import Gathering
from prompt_tests.logs.http_call import UNKNOWN_MODEL
from prompt_tests.logs.identity import instant, iso
from prompt_tests.logs.logfile import LogFile
from prompt_tests.recording import Json, Recording
from prompt_tests.recordings.read import checked
from prompt_tests.recordings.scrub import Scrubber
from prompt_tests.recordings.where import Test
from prompt_tests.recordings.write import dump, replacing
from prompt_tests.shapes import strict_json
from prompt_tests.shapes.fidelity import TOOLS_MISSING, replayable


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked of an import."""

    format: str | None = None
    model: str | None = None
    """Keep the calls to this model only."""
    assume_model: str = UNKNOWN_MODEL
    """The model of calls whose log names none."""
    tools: tuple[Json, ...] = ()
    """Definitions for calls that used tools whose definitions the log lacks."""
    expect: tuple[Template, ...] = ()
    tags: tuple[str, ...] = ()
    where: Test | None = None
    since: datetime | None = None
    until: datetime | None = None
    sample: int | None = None
    stratify: Callable[[Recording], str] | None = None
    seed: int = 0
    keep_all: bool = False
    """Also write what cannot be replayed as it was asked."""
    scrubber: Scrubber = field(default_factory=Scrubber)


@dataclass(slots=True)
class Totals:
    """The fidelity report: every call and every piece that was none is in exactly one count."""

    formats: Counter[str] = field(default_factory=Counter)
    """Files per format."""
    calls: int = 0
    filtered: int = 0
    """Calls left out because the user's filters say so."""
    excluded: Counter[str] = field(default_factory=Counter)
    """Calls left out because they are not replayable, by their reasons together."""
    repeats: int = 0
    """Calls that asked what an earlier one had asked, now among its repeats."""
    sampled_out: int = 0
    written: int = 0
    fidelity: Counter[str] = field(default_factory=Counter)
    """Calls per fidelity word, `complete` among them, before anything is left out."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Pieces of the logs that are no calls, by reason."""
    examples: dict[str, str] = field(default_factory=dict)
    """Where each reason for skipping was met first."""
    unfilled: Counter[str] = field(default_factory=Counter)
    conversations: int = 0
    hidden: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, field) of what was replaced: secrets, and personal data when asked for."""


def import_logs(logs: Sequence[Path | LogFile], out: Path, options: Options) -> Totals:
    """Read every call in *logs* and write them to *out*; raises Trouble if there is none."""
    totals = Totals()
    if out.exists() and any(_path(log).exists() and _path(log).samefile(out) for log in logs):
        raise Trouble(f"{out} is one of the logs: choose another name for the recordings")
    with closing(Gathering(options.seed if options.sample else None)) as gathering:
        for found in _found(logs, options.format, totals):
            if (kept := _kept(found, options, totals)) is not None:
                stratum = options.stratify(kept[0]) if options.stratify else ""
                gathering.add(*kept, stratum)
        if not totals.calls:
            raise _nothing(logs, totals)
        with replacing(out) as file:
            for line in gathering.arranged(options.sample):
                file.write(line)
                totals.written += 1
        totals.hidden = options.scrubber.found
        totals.repeats = gathering.repeats
        totals.conversations = gathering.conversations
        totals.sampled_out = len(gathering) - gathering.repeats - totals.written
    return totals


def _found(logs: Sequence[Path | LogFile], format_: str | None, totals: Totals) -> Iterator[Found]:
    groups: dict[str, list[LogFile]] = {}
    for log in logs:
        for file in _files(log):
            name = format_ or recognise(file)
            if name is None:
                _skip(totals, _unrecognised(file, alone=not _path(log).is_dir()))
            else:
                groups.setdefault(name, []).append(file)
    for name, files in groups.items():
        totals.formats[name] += len(files)
        for item in FORMATS[name].read(files):
            if isinstance(item, Skipped):
                _skip(totals, item)
            else:
                yield item


def _path(log: Path | LogFile) -> Path:
    return log if isinstance(log, Path) else log.path


def _files(log: Path | LogFile) -> Iterator[LogFile]:
    if isinstance(log, LogFile) or not log.is_dir():
        yield log if isinstance(log, LogFile) else LogFile(log)
        return
    for folder, folders, names in os.walk(log):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file():
                yield LogFile(file)


def _unrecognised(file: LogFile, *, alone: bool) -> Skipped:
    if alone:
        known = ", ".join(FORMATS)
        raise Trouble(f"{file.name}: in no format we know", hint=f"--format one of {known}")
    return Skipped(file.name, "in no format we know")


def _skip(totals: Totals, skipped: Skipped) -> None:
    totals.skipped[skipped.reason] += 1
    totals.examples.setdefault(skipped.reason, skipped.place)


def _kept(found: Found, options: Options, totals: Totals) -> tuple[Recording, bytes] | None:
    """The call and its line as it will be written, or None; every way out is counted."""
    recording = _completed(found, options, totals)
    try:
        fields = checked(dump(recording))
    except Trouble as trouble:  # our own reader would refuse what the log made of it
        place = str(recording.source.get("place"))
        _skip(totals, Skipped(place, f"no call: {trouble.message}"))
        return None
    totals.calls += 1
    if not _wanted(recording, options):
        totals.filtered += 1
        return None
    recording, line = options.scrubber.scrubbed(recording, strict_json.bytes_of(fields) + b"\n")
    for word in recording.fidelity or ("complete",):
        totals.fidelity[word] += 1
    if not replayable(recording) and not options.keep_all:
        totals.excluded[", ".join(recording.fidelity)] += 1
        return None
    return recording, line


def _completed(found: Found, options: Options, totals: Totals) -> Recording:
    recording = found.recording
    changes: dict[str, Any] = {}
    request, source = recording.request, recording.source
    if recording.model == UNKNOWN_MODEL != options.assume_model:
        changes["request"] = request = {**request, "model": options.assume_model}
    if options.tools and TOOLS_MISSING in recording.fidelity:
        changes["request"] = {**request, "tools": list(options.tools)}
        changes["fidelity"] = tuple(w for w in recording.fidelity if w != TOOLS_MISSING)
    if (at := iso(source.get("at"))) is not None and at != source["at"]:
        changes["source"] = {**source, "at": at}
    if options.expect:
        changes["expect"] = (*recording.expect, *_expected(found.row, options, totals))
    if options.tags:
        changes["tags"] = tuple(dict.fromkeys((*recording.tags, *options.tags)))
    return replace(recording, **changes) if changes else recording


def _expected(
    row: Mapping[str, Json], options: Options, totals: Totals
) -> Iterator[Mapping[str, Json]]:
    for template in options.expect:
        try:
            yield template.filled(row)
        except Unfilled as error:
            totals.unfilled[str(error)] += 1


def _wanted(recording: Recording, options: Options) -> bool:
    if options.model is not None and recording.model != options.model:
        return False
    if options.since is not None or options.until is not None:
        at = instant(recording.source.get("at"))
        if at is None:
            return False
        if options.since is not None and at < options.since:
            return False
        if options.until is not None and at >= options.until:
            return False
    return options.where is None or options.where(recording)


def _nothing(logs: Sequence[Path | LogFile], totals: Totals) -> Trouble:
    names = ", ".join(log.name if isinstance(log, LogFile) else str(log) for log in logs)
    if not totals.skipped:
        return NothingMatched(f"no calls in {names}")
    reason, _ = totals.skipped.most_common(1)[0]
    place = totals.examples[reason]
    more = f" (and {totals.skipped.total() - 1} more)" if totals.skipped.total() > 1 else ""
    return Trouble(f"{place}: {reason}{more}: no calls in {names}")


def summary(totals: Totals) -> Mapping[str, object]:
    """The report as a JSON value."""
    return {
        "schema_version": 1,
        "formats": dict(totals.formats),
        "calls": totals.calls,
        "written": totals.written,
        "repeats": totals.repeats,
        "filtered": totals.filtered,
        "sampled_out": totals.sampled_out,
        "excluded": {"total": totals.excluded.total(), "by_reason": dict(totals.excluded)},
        "fidelity": dict(totals.fidelity),
        "conversations": totals.conversations,
        "unnamed": {n: list(u) for n in totals.formats if (u := FORMATS[n].unnamed)},
        "skipped": [
            {"reason": reason, "count": count, "first": totals.examples[reason]}
            for reason, count in totals.skipped.most_common()
        ],
        "expect_unfilled": dict(totals.unfilled),
        "replaced": [
            {"kind": kind, "field": where, "count": count}
            for (kind, where), count in totals.hidden.most_common()
        ],
    }
