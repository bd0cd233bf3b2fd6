"""The language of the text: another script, or (for some Latin-script languages) other words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from prompt_tests.answers.fences import outside
from prompt_tests.answers.jsontext import parse
from prompt_tests.comparisons import comparisons
from prompt_tests.judgement import Difference
from prompt_tests.recording import Json, Recording
from prompt_tests.reply import Reply

LETTERS = 2000
"""So many letters from the start are looked at."""
LEAST_LETTERS = 8
LEAST_WORDS = 12

_COMMON = {
    "English": "the and of to is in that it you for with this are not on be as have was from per",
    "German": "der die das und ist nicht ein eine zu den mit sich auf für von dem sie es auch im",
    "French": "le la les des et est une dans que pour vous pas sur qui avec ce du au nous plus",
    "Spanish": "el los las y es una que por con para del se su como más lo esta pero al no",
    "Portuguese": "o os as e é uma que por com para do da não se seu mais em um na você",
    "Italian": "il lo gli e è una che per con non del della di un si sono più le nel anche",
    "Dutch": "de het een en is van niet dat op te zijn voor met er aan die ook bij wordt je",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


@comparisons.add
def language(recording: Recording, old: Reply, new: Reply) -> Iterator[Difference]:
    """`language.script` when most letters are of another script, else `language.changed`."""
    if old.text == new.text:
        return
    before, after = prose(old.text), prose(new.text)
    scripts = script(before), script(after)
    if None not in scripts and scripts[0] != scripts[1]:
        yield Difference("language.script", old=scripts[0], new=scripts[1])
        return
    tongues = tongue(before), tongue(after)
    if None not in tongues and tongues[0] != tongues[1]:
        yield Difference("language.changed", old=tongues[0], new=tongues[1])


def prose(text: str) -> str:
    """What people read in *text*: the texts in its JSON, else all but its code blocks."""
    found = parse(text, fenced=True)
    if isinstance(found.value, (dict, list)):
        return "\n".join(_texts(found.value))[: 8 * LETTERS]
    return outside(text[: 8 * LETTERS])


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def script(text: str) -> str | None:
    """The script of two thirds of the letters, None when there is no such or too few letters."""
    if text.isascii():  # the commonest case, quickly
        return "LATIN" if sum(map(str.isalpha, text)) >= LEAST_LETTERS else None
    letters = [char for char in text if char.isalpha()][:LETTERS]
    if len(letters) < LEAST_LETTERS:
        return None
    name, count = Counter(map(_script, letters)).most_common(1)[0]
    return name if count * 3 >= len(letters) * 2 else None


def tongue(text: str) -> str | None:
    """The language whose commonest words are clearly in *text*, None when that is not clear."""
    words = re.findall(r"[^\W\d_]+", text.lower())[:LETTERS]
    if len(words) < LEAST_WORDS:
        return None
    counted = Counter(words)
    hits = sorted((sum(map(counted.__getitem__, known)), name) for name, known in _WORDS.items())
    (second, _), (first, name) = hits[-2:]
    return name if first >= max(3, len(words) // 10) and first >= 2 * second else None


@lru_cache(20_000)
def _script(char: str) -> str:
    word = unicodedata.name(char, "OTHER").partition(" ")[0].partition("-")[0]
    return "KANA" if word in ("HIRAGANA", "KATAKANA") else word
