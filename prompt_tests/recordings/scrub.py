"""Secrets out of recordings, before their first byte reaches a disk.

A secret is found as it stands, under a telling JSON key, in JSON within texts, in base64, percent
encoding, across line breaks and across neighbouring text parts. What stands for it is typed and
the same for the same secret, so that old and new answers still line up.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeGuard
from urllib.parse import unquote

from migrate import secrets
from prompt_tests.recording import SCHEMA, Json, Recording
from prompt_tests.recordings import pii
from prompt_tests.recordings.pii import Level
from prompt_tests.recordings.read import parse
from prompt_tests.recordings.write import encode
from prompt_tests.shapes import strict_json
from prompt_tests.shapes.fidelity import SCRUBBED

LAYERS = 4
"""How deep JSON within JSON texts is followed."""
_HEAD = f'{{"schema":"{SCHEMA}",'
_BREAK = re.compile(
    r"(?:\r?\n|\\n)[ \t>|]{0,16}(?=[A-Za-z_-]{0,40}[0-9]|[A-Za-z_-]{0,40}[a-z][A-Z]|[A-Z]{4})"
)
"""A line end that a key could run across: the next line goes on with no word of a language."""
_WORD = re.compile(r"\S+")
_EDGE = 4096
"""Characters on each side of an edge that a key could run over."""


class Scrubber:
    """Replaces secrets and keeps account of what kind was found where, never of the value."""

    def __init__(self, level: Level = Level.OFF) -> None:
        self._level = level
        self._personal = 0
        self.found: Counter[tuple[str, str]] = Counter()
        """(kind, field) -> how often; a field is a path with `[]` for any place in a list."""

    def scrubbed(self, recording: Recording, line: bytes = b"") -> tuple[Recording, bytes]:
        """*recording* without secrets, and its line in a file; *line* is it now, if known."""
        line = line or encode(recording)
        clean = self.line(line.decode("utf-8"), str(recording.source.get("place", "")))
        if clean is None:
            return recording, line
        recording = parse(json.loads(clean))
        return recording, encode(recording)

    def line(self, line: str, place: str = "") -> str | None:
        """The JSON text *line* without secrets, or None if it holds none.

        *place* is where it was found: in many lines the same but for a number.
        """
        quiet = not self._level and line.count('"type":"text"') < 2
        if quiet and not _holds_secret(place.rstrip("0123456789]")):
            rest = line.removeprefix(_HEAD).replace(f'"place":"{place}"', "", 1)
            if not secrets.suspected(rest):
                return None
        before, personal = self.found.total(), self._personal
        clean = self.value(strict_json.parse(line), "", LAYERS)
        if self._personal > personal and isinstance(clean, dict) and clean.get("schema") == SCHEMA:
            clean["fidelity"] = list(dict.fromkeys((*clean.get("fidelity", ()), SCRUBBED)))
        return None if self.found.total() == before else strict_json.text_of(clean)

    def value(self, value: Json, path: str, layers: int) -> Json:
        """*value* without secrets; *path* is where it stands."""
        if isinstance(value, str):
            return self._text(value, path, layers)
        if isinstance(value, list):
            parts = self._joined_parts(value, path)
            return [self.value(part, f"{path}[]", layers) for part in parts]
        if isinstance(value, dict):
            return {
                self._text(name, f"{path} (a key)", 0): self._member(
                    name, item, value, path, layers
                )
                for name, item in value.items()
            }
        return value

    def _member(
        self, name: str, item: Json, owner: Mapping[str, Json], path: str, layers: int
    ) -> Json:
        where = f"{path}.{name}" if path else name
        kind = secrets.secret_name(name) if isinstance(item, str) else ""
        signed = "signature" in name.lower() and not owner.keys().isdisjoint(_THOUGHT)
        if kind and not signed and secrets.secret_value(item, kind):
            return self._replaced("named", item, where)
        return self.value(item, where, layers)

    def _text(self, text: str, path: str, layers: int) -> str:
        if len(text) < 8 or self._is_blob(text):
            return text
        if layers and text.lstrip()[:1] in ("{", "["):
            text = self._json(text, path, layers)
        if "\n" in text or "\\n" in text:
            text = self._broken(text, path)
        found = secrets.find(text)
        self.found.update((secret.kind, path) for secret in found)
        text = secrets.hidden(text, found)
        text = self._packed(text, path)
        if "%" in text:
            text = _WORD.sub(lambda m: self._escaped(m[0], path), text)
        return self._impersonal(text, path) if self._level else text

    def _is_blob(self, text: str) -> bool:
        """Whether *text* is long, in one line, and clean: a picture, most of the time."""
        long = len(text) >= _EDGE and "\n" not in text
        return long and not self._level and not secrets.suspected(text)

    def _impersonal(self, text: str, path: str) -> str:
        found = pii.find(text, self._level) if path not in _NOT_SAID else []
        self._personal += len(found)
        self.found.update((person.kind, path) for person in found)
        return secrets.hidden(text, found, "PII")

    def _json(self, text: str, path: str, layers: int) -> str:
        try:
            value = strict_json.parse(text)
        except ValueError:
            return text
        before = self.found.total()
        clean = self.value(value, f"{path} (JSON)", layers - 1)
        return text if self.found.total() == before else strict_json.text_of(clean)

    def _packed(self, text: str, path: str) -> str:
        def unpacked(match: re.Match[str]) -> str:
            for plain in secrets.unpacked(match[0]):
                if found := secrets.find(plain):
                    return self._replaced(found[0].kind, match[0], f"{path} (base64)")
            return match[0]

        return secrets.BASE64.sub(unpacked, text)

    def _escaped(self, word: str, path: str) -> str:
        plain = unquote(word) if "%" in word else word
        found = secrets.find(plain) if plain != word else []
        if not found:
            return word
        self.found.update((secret.kind, f"{path} (percent)") for secret in found)
        return secrets.hidden(plain, found)

    def _broken(self, text: str, path: str) -> str:
        """Keys that a line break cut in two: found in the text without its breaks."""
        breaks = [match.span() for match in _BREAK.finditer(text)]
        joined, places = _without(text, breaks)
        for secret in reversed(secrets.find_prefixed(joined)):
            start, end = places(secret.start), places(secret.end - 1) + 1
            if any(start < a < end for a, _ in breaks):
                value = joined[secret.start : secret.end]
                text = text[:start] + self._replaced(secret.kind, value, path) + text[end:]
        return text

    def _joined_parts(self, parts: list[Json], path: str) -> list[Json]:
        """Neighbouring text parts, if a key runs from one into the next: joined into the first."""
        kept: list[Json] = []
        for part in parts:
            before = kept[-1] if kept else None
            if _is_text(before) and _is_text(part):
                left, right = before["text"][-_EDGE:], part["text"][:_EDGE]
                found = secrets.find_prefixed(left + right)
                if any(s.start < len(left) < s.end for s in found):
                    kept[-1] = {**before, "text": before["text"] + part["text"]}
                    continue
            kept.append(part)
        return kept

    def _replaced(self, kind: str, value: str, path: str) -> str:
        self.found[kind, path] += 1
        return secrets.placeholder(kind, value)


_holds_secret = lru_cache(maxsize=64)(secrets.suspected)
_NOT_SAID = frozenset({"id", "conversation", "source.place", "source.at", "source.host"})
_THOUGHT = {"thinking", "type", "text", "data"}


def _is_text(part: Json) -> TypeGuard[Mapping[str, Json]]:
    return (
        isinstance(part, dict)
        and part.get("type") in ("text", "input_text", "output_text")
        and isinstance(part.get("text"), str)
    )


def _without(text: str, cuts: list[tuple[int, int]]) -> tuple[str, Callable[[int], int]]:
    """*text* without its *cuts*, and where a place in the result was in *text*."""
    pieces, starts, shifts = [], [0], [0]
    end = 0
    for start, stop in cuts:
        pieces.append(text[end:start])
        starts.append(starts[-1] + start - end)
        shifts.append(shifts[-1] + stop - start)
        end = stop
    pieces.append(text[end:])
    return "".join(pieces), lambda place: place + shifts[bisect_right(starts, place) - 1]
