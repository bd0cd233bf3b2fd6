"""Leave parts out of a report: what the system was told, or how the models reasoned."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from migrate.errors import Trouble, nearest
from prompt_tests.answers.saying import REASONING
from prompt_tests.judgement import JudgedCase
from prompt_tests.recording import Json, Recording
from prompt_tests.reply import Case, Reply

PARTS = ("system", "reasoning")
_SYSTEM = ("system", "developer")


def parts_of(words: str) -> frozenset[str]:
    """The parts that a comma-separated text names; raises Trouble for any other word."""
    named = frozenset(word.strip() for word in words.split(",") if word.strip())
    for word in sorted(named.difference(PARTS)):
        raise Trouble(f"--omit: nothing is called {word!r}", hint=nearest(word, PARTS))
    return named


def without(judged: JudgedCase, parts: Set[str]) -> JudgedCase:
    """*judged* as a report may show it; what was judged and decided stays as it was."""
    if not parts:
        return judged
    case = judged.case
    recording = _recording(case.recording, parts)
    old, new = (tuple(_reply(r, parts) for r in side) for side in (case.old, case.new))
    return replace(judged, case=Case(recording, old, new))


def _recording(recording: Recording, parts: Set[str]) -> Recording:
    kept = [
        _message(message, parts)
        for message in recording.messages
        if "system" not in parts or message.get("role") not in _SYSTEM
    ]
    request = {**recording.request, "messages": kept}
    return replace(recording, request=request, response=None, repeats=())


def _reply(reply: Reply, parts: Set[str]) -> Reply:
    return replace(reply, message=_message(reply.message, parts)) if reply.message else reply


def _message(message: Mapping[str, Json], parts: Set[str]) -> dict[str, Json]:
    hidden = REASONING if "reasoning" in parts else ()
    return {name: value for name, value in message.items() if name not in hidden}
