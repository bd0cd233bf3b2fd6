"""Users' own facts put over the shipped ones, each keeping the source that it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from migrate.catalogue.provider_files import UNDATED, Table, tables

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

_SAYS_WHO = {"by", "by_fact", "by_field", "source", "as_of", "grade"}
_NO_FACTS = {*_SAYS_WHO, "note"}


def put_over(base: Table, own: Table, path: Path) -> dict[str, Any]:
    """*base* with the facts of *own*, the table of the same provider in the file at *path*.

    Facts that name no source are the file's ``[source.default]``'s, or unverified and undated.
    """
    unnamed = {"source": str(path), "as_of": UNDATED.as_of, "grade": UNDATED.grade}
    cards = own.get("model", {})
    inline = {f"model {name}": {**unnamed, **_from(card)} for name, card in cards.items()}
    sources = {"default": unnamed, **own.get("source", {})}
    sources |= {name: entry for name, entry in inline.items() if entry != unnamed}
    renamed = {name: f"{path}: {name}" for name in sources}
    grounded: dict[str, Any] = {
        **{key: _owned(value, renamed) for key, value in own.items() if key != "by_field"},
        "by_fact": _facts_of(own, "default", renamed),
        "model": {name: _model(name, card, own, base, renamed) for name, card in cards.items()},
        "source": {renamed[name]: entry for name, entry in sources.items()},
    }
    merged = _merge(base, grounded)
    merged["source"].setdefault("default", sources["default"])  # a provider of the user's own
    return merged


def _from(card: Table) -> dict[str, Any]:
    """The source that stands in the card itself."""
    return {key: card[key] for key in ("source", "as_of", "grade") if key in card}


def _model(
    name: str, card: Table, own: Table, base: Table, renamed: Mapping[str, str]
) -> dict[str, Any]:
    """The overriding card: who says so stands at each fact, so that other facts keep theirs."""
    by = f"model {name}" if f"model {name}" in renamed else card.get("by", "default")
    whole = {} if name in base.get("model", {}) else {"by": renamed.get(by, by)}
    facts = {key: _owned(value, renamed) for key, value in card.items() if key not in _SAYS_WHO}
    given = {**own.get("by_field", {}), **card.get("by_fact", {})}
    return {**facts, **whole, "by_fact": _facts_of({**card, "by_fact": given}, by, renamed)}


def _facts_of(entry: Table, card: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """Which source each fact of *entry* has: what it names, else that of the *card*."""
    given = entry.get("by_fact", {})
    names = {fact: given.get(fact, card) for fact in entry if fact not in _NO_FACTS}
    return {fact: renamed.get(name, name) for fact, name in {**given, **names}.items()}


def _owned(value: Any, renamed: Mapping[str, str]) -> Any:
    """Entries of lists with their source named for good."""
    if not tables(value):
        return value
    return [
        entry
        if "source" in entry
        else {**entry, "by": renamed.get(entry.get("by", "default"), entry.get("by"))}
        for entry in value
    ]


def _merge(base: Table, over: Table) -> dict[str, Any]:
    """*base* with *over* put in or over it, entry by entry."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(old, value)
        elif key in IDENTITY and tables(old) and tables(value):
            merged[key] = _merge_lists(old, value, IDENTITY[key])
        else:
            merged[key] = value
    return merged


def _merge_lists(
    old: list[Table], new: list[Table], identity: tuple[str, ...]
) -> list[dict[str, Any]]:
    """An entry of the same identity is overridden; others stand before what was there."""

    def key_of(entry: Table) -> str:
        return repr([entry.get(name, "") for name in identity])

    overrides = {key_of(entry): entry for entry in new}
    kept = [{**entry, **overrides.pop(key_of(entry), {})} for entry in old]
    return [*map(dict, overrides.values()), *kept]
