"""Assertions: what an answer must hold. One file is one type; its name is the type's name.

An item is a *maker*: from the definition in `expect` and its recording it makes a test, or
raises `Invalid`. A test takes a reply and returns why it fails, in one line, or nothing.
So every definition is checked when its recording is read, before a call is paid for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from migrate.errors import Trouble, nearest
from migrate.hostile import one_line
from migrate.shelf import Shelf
from prompt_tests.judgement import Check
from prompt_tests.recording import Json, Recording
from prompt_tests.reply import Reply

Spec = Mapping[str, Json]
Test = Callable[[Reply], str]
Maker = Callable[[Spec, Recording], Test]

assertions: Shelf[Maker] = Shelf(__name__, "assertion")


class Invalid(ValueError):
    """A definition that makes no sense, or a test that could not be carried out."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One made test with the type it came from."""

    type: str
    test: Test

    def check(self, reply: Reply) -> Check:
        """The test's word on *reply*."""
        reason = self.test(reply)
        return Check(self.type, not reason, one_line(reason, 300))


def make(recording: Recording) -> tuple[Expectation, ...]:
    """The tests of *recording*; raises Trouble naming it when a definition is wrong."""
    made = []
    for number, spec in enumerate(recording.expect, 1):
        place = f"recording {recording.id!r}, assertion {number}"
        kind = spec.get("type")
        if not isinstance(kind, str):
            raise Trouble(f"{place}: no `type`", hint=nearest("", types()))
        name = kind.replace("_", "-")
        if name not in assertions or kind != name.replace("-", "_"):
            raise Trouble(f"{place}: unknown type {kind!r}", hint=f"known: {', '.join(types())}")
        try:
            made.append(Expectation(kind, assertions[name](spec, recording)))
        except Invalid as problem:
            raise Trouble(f"{place} ({kind}): {problem}", hint="see docs/assertions.md") from None
    return tuple(made)


def with_tagged(recording: Recording, expect: Mapping[str, Iterable[Spec]]) -> Recording:
    """*recording* with the assertions that a plan has for its tags; the tag `*` is every one's."""
    tags = dict.fromkeys((*recording.tags, "*"))
    added = [spec for tag in tags for spec in expect.get(tag, ())]
    return replace(recording, expect=(*recording.expect, *added)) if added else recording


def check_all(recordings: Iterable[Recording]) -> None:
    """Make every test of every recording and drop it: raises Trouble for the first wrong one."""
    for recording in recordings:
        make(recording)


def types() -> list[str]:
    """The names of all types as recordings write them."""
    return [name.replace("-", "_") for name in assertions]


def fields(spec: Spec, needed: Mapping[str, type], optional: Mapping[str, type]) -> None:
    """Raise Invalid unless *spec* has the *needed* members and no unknown one, each of its type."""
    known = {**needed, **optional}
    for name in needed:
        if name not in spec:
            raise Invalid(f"`{name}` is missing")
    for name, value in spec.items():
        if name == "type":
            continue
        if name not in known:
            raise Invalid(f"unknown field {name!r} (known: {', '.join(known)})")
        wanted = known[name]
        numeric = wanted is float and isinstance(value, int)
        if (isinstance(value, bool) and wanted not in (bool, object)) or not (
            numeric or isinstance(value, wanted)
        ):
            raise Invalid(f"`{name}` must be {_WORDS[wanted]}")


def at_most(limit: float, unit: str, measure: Callable[[Reply], float | None]) -> Test:
    """A test that *measure* of an answer is known and at most *limit*."""

    def test(reply: Reply) -> str:
        found = measure(reply)
        if found is None:
            return f"the number of {unit} is unknown"
        return "" if found <= limit else f"{found:g} {unit}, at most {limit:g} are allowed"

    return test


_WORDS = {
    str: "text",
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    dict: "an object",
    list: "a list",
}
