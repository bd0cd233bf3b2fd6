"""JSON read without surprises: every way a text can be wrong is one ValueError that says what."""

from __future__ import annotations

import json
from typing import NoReturn

from prompt_tests.recording import Json


def parse(text: bytes | str) -> Json:
    """The value of *text*; raises ValueError with a short reason and, where known, the column.

    Refused besides bad syntax: bytes that are not UTF-8, NaN and Infinity, nesting too deep to
    hold, integers of thousands of digits.
    """
    try:
        shown = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(shown, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise ValueError("JSON nested too deep") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def text_of(value: Json, *, sort: bool = False) -> str:
    """Compact JSON of *value* that can always be written as UTF-8 (lone surrogates escaped)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), sort_keys=sort)
    return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")
