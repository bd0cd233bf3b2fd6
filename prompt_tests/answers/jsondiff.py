"""Two JSON values compared path by path with deepdiff, within bounds that hold for any input.

Objects and lists in order go to deepdiff; a list with the same members in another order is one
`order` change. Values too large for that are one `incomplete` change: never read as equal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from prompt_tests.answers.jsontext import same, size
from prompt_tests.recording import Json

Kind = Literal["missing", "extra", "type", "value", "order", "incomplete"]

Keys = tuple[str | int, ...]
"""The way to a value: members of objects, indices of lists."""

LARGEST = 4000
"""Values a side: deepdiff takes about a second for that many."""
ALIGNED = 200
"""Members of a list; lists are aligned by what they hold up to this length, else by place."""
MOST = 200
"""Changes listed for one pair; after them comes one `incomplete`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One located change; *path* is a normalised JSONPath as in RFC 9535."""

    kind: Kind
    path: str
    old: Json = None
    new: Json = None


def differences(old: Json, new: Json) -> list[Change]:
    """All changes from *old* to *new*, in path order; empty only when the two are the same."""
    if same(old, new):
        return []
    if max(size(old), size(new)) > LARGEST:
        return [Change("incomplete", "$")]
    changes = sorted(_compare(old, new), key=lambda change: change.path)
    if not changes:  # deepdiff sees no difference where we do: say so rather than call it equal
        return [Change("incomplete", "$")]
    return changes if len(changes) <= MOST else [*changes[:MOST], Change("incomplete", "$")]


def pointer(keys: Keys) -> str:
    """*keys* as a path: `$.filters.tag[2]`, `$['odd key']`."""
    steps = []
    for key in keys:
        if isinstance(key, int):
            steps.append(f"[{key}]")
        elif re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII):
            steps.append(f".{key}")
        else:
            quoted = json.dumps(key, ensure_ascii=False)[1:-1].replace('\\"', '"')
            steps.append("['" + quoted.replace("'", "\\'") + "']")
    return "$" + "".join(steps)


def _compare(old: Json, new: Json, path: Keys = ()) -> Iterator[Change]:
    """Objects member by member; lists by deepdiff, which sees what was put in or taken out."""
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old:
            if key in new:
                yield from _compare(old[key], new[key], (*path, key))
            else:
                yield Change("missing", pointer((*path, key)), old=old[key])
        yield from (Change("extra", pointer((*path, k)), new=new[k]) for k in new if k not in old)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(_plain(old), _plain(new), path)
    else:
        yield _changed(pointer(path), old, new)


def _lists(old: Json, new: Json, path: Keys) -> Iterator[Change]:
    from deepdiff import DeepDiff

    old, new, moved = _settle_order(old, new, path)
    yield from (Change("order", pointer(place)) for place in moved)
    by_place = max(_longest_list(old), _longest_list(new)) > ALIGNED
    tree = DeepDiff(
        old,
        new,
        view="tree",
        verbose_level=2,
        ignore_private_variables=False,
        zip_ordered_iterables=by_place,
    )
    for report, levels in tree.items():
        for level in levels:
            place = pointer((*path, *level.path(output_format="list")))
            yield _change(report, place, level)


def _change(report: str, path: str, level: Any) -> Change:
    if report.endswith("_added"):
        return Change("extra", path, new=level.t2)
    if report.endswith("_removed"):
        return Change("missing", path, old=level.t1)
    return _changed(path, level.t1, level.t2)


def _changed(path: str, old: Json, new: Json) -> Change:
    kind: Kind = "type" if _type(old) != _type(new) else "value"
    return Change(kind, path, old, new)


def _type(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def _longest_list(value: Json) -> int:
    members = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)):
        return 0
    own = len(value) if isinstance(value, list) else 0
    return max(own, max(map(_longest_list, members), default=0))


def _plain(value: Json) -> Json:
    """*value* with whole floats as integers, so that 1.0 is 1 and true stays true."""
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _settle_order(old: Json, new: Json, path: Keys) -> tuple[Json, Json, list[Keys]]:
    """*old* with lists that were merely reordered put in *new*'s order, and where they stood."""
    moved: list[Keys] = []
    if isinstance(old, dict) and isinstance(new, dict):
        settled = dict(old)
        for key in old.keys() & new.keys():
            settled[key], _, within = _settle_order(old[key], new[key], (*path, key))
            moved += within
        return settled, new, moved
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        if not same(old, new) and sorted(map(_canonical, old)) == sorted(map(_canonical, new)):
            return new, new, [path]
        members = []
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            member, _, within = _settle_order(before, after, (*path, place))
            members.append(member)
            moved += within
        return members, new, moved
    return old, new, []


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True)
