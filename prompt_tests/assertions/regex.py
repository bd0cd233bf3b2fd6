"""`regex`: Python's `re.search` without flags finds *pattern* in the text.

A pattern can take for ever on an unlucky text. On the main thread of a POSIX process a search is
ended after two seconds, as an assertion that could not be carried out. Elsewhere Python offers
no way to end a search, and the search is not bounded.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from prompt_tests.assertions import Invalid, Spec, Test, assertions, fields, within

if TYPE_CHECKING:
    from prompt_tests.recording import Recording
    from prompt_tests.reply import Reply

SECONDS = 2.0


@assertions.add
def regex(spec: Spec, recording: Recording) -> Test:
    """Fields: `pattern`, a Python regular expression; null content is the empty text."""
    fields(spec, {"pattern": str}, {})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pattern = re.compile(spec["pattern"])
    except (re.error, RecursionError, OverflowError) as error:
        raise Invalid(f"`pattern` is no regular expression: {error}") from None

    def test(reply: Reply) -> str:
        found = bounded_search(pattern, reply.text)
        return "" if found else f"no match of {pattern.pattern}"

    return test


def bounded_search(pattern: re.Pattern[str], text: str, seconds: float = SECONDS) -> bool:
    """Whether *pattern* is found in *text*; Invalid when the search takes too long."""
    with within(seconds, f"the search for {pattern.pattern!r}"):
        return pattern.search(text) is not None
