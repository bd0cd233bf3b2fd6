"""Provider files (shipped and users' own) turned into facts; the format: docs/catalogue.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from migrate.facts import (
    Endpoint,
    KeyVariable,
    Meaning,
    Model,
    ParameterRule,
    Price,
    Provenance,
    Provider,
    SdkClass,
    WrongValue,
)

Table = Mapping[str, Any]

UNDATED = Provenance("not given", date.min, "U")
"""The provenance of a fact that names none: a user's own line, say."""

IDENTITY = {
    "endpoint": ("url",),
    "key": ("name",),
    "sdk": ("path",),
    "wrong": ("kind", "text"),
    "rule": ("parameter", "when"),
    "price": ("from", "until", "peak"),
    "meaning": ("from",),
}
"""What tells the entries of a list apart when a user's file overrides single facts."""

_PLAIN = ("title", "operator", "jurisdiction", "training_use", "local", "user_named", "note")
_MODEL_PLAIN = ("title", "kind", "family", "replaced_by", "thinking", "context", "max_output")


def merge(base: Table, over: Table) -> dict[str, Any]:
    """*base* with the facts of *over* put in or over it, entry by entry."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(old, value)
        elif key in IDENTITY and isinstance(old, list) and _tables(old) and _tables(value):
            merged[key] = _merge_lists(old, value, IDENTITY[key])
        else:
            merged[key] = value
    return merged


def build(name: str, table: Table) -> Provider:
    """The provider *name* from its (checked) *table*."""
    sources = Sources(table.get("source", {}))
    return Provider(
        name=name,
        provenance=sources.of({}),
        endpoints=tuple(_endpoint(entry, sources) for entry in table.get("endpoint", ())),
        keys=tuple(_key(entry, sources) for entry in table.get("key", ())),
        sdks=tuple(_sdk(entry, sources) for entry in table.get("sdk", ())),
        prefixes=tuple(table.get("prefixes", ())),
        id_patterns=tuple(table.get("id_patterns", ())),
        models=tuple(_model(name, key, t, sources) for key, t in table.get("model", {}).items()),
        parameters=_rules(table.get("rule", ()), sources),
        wrong=tuple(_wrong(name, entry, sources) for entry in table.get("wrong", ())),
        **{"title": name, **_pick(table, _PLAIN)},
    )


class Sources:
    """The named sources of one file: `[source.NAME]`, `default` when an entry names none."""

    def __init__(self, table: Table) -> None:
        self._named = {
            name: Provenance(entry["source"], entry["as_of"], entry["grade"])
            for name, entry in table.items()
        }
        self._named.setdefault("default", UNDATED)

    def named(self, name: str) -> Provenance:
        """The source called *name*."""
        return self._named[name]

    def of(self, entry: Table) -> Provenance:
        """The provenance of *entry*: its own, the source it names, or the file's default."""
        if "source" in entry:
            as_of = entry.get("as_of", self._named["default"].as_of)
            return Provenance(entry["source"], as_of, entry.get("grade", "U"))
        return self._named[entry.get("by", "default")]


def instant(value: date | datetime | None) -> datetime | None:
    """A TOML date or date-time as an instant: a bare date is its first moment in UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if value is not None else None


def _endpoint(entry: Table, sources: Sources) -> Endpoint:
    return Endpoint(
        entry["url"],
        entry.get("kind", "openai"),
        entry.get("status", "current"),
        sources.of(entry),
        entry.get("note", ""),
    )


def _key(entry: Table, sources: Sources) -> KeyVariable:
    return KeyVariable(entry["name"], sources.of(entry), entry.get("note", ""))


def _sdk(entry: Table, sources: Sources) -> SdkClass:
    plain = _pick(entry, ("is_async", "openai_shaped", "default_model", "note"))
    package = entry.get("package", entry["path"].partition(".")[0])
    return SdkClass(entry["path"], package, sources.of(entry), **plain)


def _wrong(provider: str, entry: Table, sources: Sources) -> WrongValue:
    return WrongValue(
        entry["kind"],
        entry["text"],
        entry["right"],
        provider,
        sources.of(entry),
        entry.get("note", ""),
    )


def _rules(entries: Iterable[Table], sources: Sources) -> tuple[ParameterRule, ...]:
    plain = ("value", "when", "safe", "note")
    return tuple(
        ParameterRule(
            entry["parameter"],
            entry["action"],
            sources.of(entry),
            models=tuple(entry.get("models", ())),
            **_pick(entry, plain),
        )
        for entry in entries
    )


def _model(provider: str, model_id: str, table: Table, sources: Sources) -> Model:
    legacy = table.get("legacy", False)
    return Model(
        provider,
        model_id,
        sources.of(table),
        legacy=bool(legacy),
        legacy_since=None if isinstance(legacy, bool) else instant(legacy),
        wrong=table.get("wrong", False),
        released=instant(table.get("released")),
        retires=instant(table.get("retires")),
        sources={fact: sources.named(by) for fact, by in table.get("by_fact", {}).items()},
        meanings=tuple(_meaning(entry, sources) for entry in table.get("meaning", ())),
        prices=_prices(table, sources),
        capabilities={
            **dict.fromkeys(table.get("can", ()), True),
            **dict.fromkeys(table.get("cannot", ()), False),
        },
        parameters=_rules(table.get("rule", ()), sources),
        **_pick(table, (*_MODEL_PLAIN, "training_use", "note")),
    )


def _meaning(entry: Table, sources: Sources) -> Meaning:
    begin, end = instant(entry.get("from")), instant(entry.get("until"))
    return Meaning(entry["means"], sources.of(entry), begin, end, entry.get("note", ""))


def _prices(table: Table, sources: Sources) -> tuple[Price, ...]:
    """`price` is ``[input, output]``, ``[input, cached, output]``, or a list of dated tables."""
    given = table.get("price", [])
    if given and not _tables(given):
        by = table.get("by_fact", {}).get("price")
        provenance = sources.named(by) if by else sources.of(table)
        cached = float(given[1]) if len(given) == 3 else None
        return (Price(float(given[0]), float(given[-1]), provenance, cached),)
    return tuple(_price(entry, sources) for entry in given)


def _price(entry: Table, sources: Sources) -> Price:
    return Price(
        float(entry["input"]),
        float(entry["output"]),
        sources.of(entry),
        float(entry["cached"]) if "cached" in entry else None,
        instant(entry.get("from")),
        instant(entry.get("until")),
        tuple(entry.get("peak", ())),
    )


def _pick(table: Table, names: Iterable[str]) -> dict[str, Any]:
    return {name: table[name] for name in names if name in table}


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _merge_lists(
    old: list[Table], new: list[Table], identity: tuple[str, ...]
) -> list[dict[str, Any]]:
    """New entries that override one of the same identity replace its facts; others stand first."""

    def key_of(entry: Table) -> str:
        return repr([entry.get(name, "") for name in identity])

    overrides = {key_of(entry): entry for entry in new}
    kept = [merge(entry, overrides.pop(key_of(entry), {})) for entry in old]
    return [*map(dict, overrides.values()), *kept]
