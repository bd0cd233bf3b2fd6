"""Which code reads what other files set to a model id: found by name, before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.contents import Setting
    from codemods.page import Page
    from codemods.python.occurrences.vocabulary import Vocabulary


def variables(pages: Sequence[Page], vocabulary: Vocabulary) -> frozenset[str]:
    """The variables that *pages* set to a model id of the plan."""
    return frozenset(found.env for found in _models(pages, vocabulary) if found.env)


def readers(pages: Sequence[Page], vocabulary: Vocabulary) -> re.Pattern[bytes] | None:
    """What code holds that reads such a variable, in either case, or such a key under another."""
    names: set[str] = set()
    for setting in _models(pages, vocabulary):
        if setting.env:
            names |= {re.escape(setting.env), re.escape(setting.env.lower())}
        elif len(setting.key) > 1:
            outer, inner = map(re.escape, setting.key[-2:])
            names.add(rf"{outer}\W{{1,4}}(?:get\W{{1,2}})?{inner}")
    return re.compile(rf"\b(?:{'|'.join(sorted(names))})\b".encode()) if names else None


def _models(pages: Sequence[Page], vocabulary: Vocabulary) -> Iterator[Setting]:
    for page in pages:
        for setting in page.settings:
            text = setting.value.strip()
            if setting.kind == "value" and vocabulary.whole(text) is not None:
                yield setting
