from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemods.finding import Edit
from codemods.source import Source, Undecodable


def source(data: bytes, path: str = "app.py") -> Source:
    read = Source.from_bytes(data, path)
    assert isinstance(read, Source), read
    return read


def test_a_byte_order_mark_is_no_text_but_stays_in_the_bytes() -> None:
    read = source(b"\xef\xbb\xbfMODEL = 'old'\r\n")
    assert read.text == "MODEL = 'old'\r\n"
    assert read.with_edits([Edit(9, 12, "new")]) == b"\xef\xbb\xbfMODEL = 'new'\r\n"


def test_the_cookie_decides_the_encoding_of_python_and_of_nothing_else() -> None:
    data = b"#!/usr/bin/python\n# -*- coding: latin-1 -*-\nx = '\xe9'\n"
    read = source(data)
    assert (read.encoding, read.text[-4:]) == ("iso8859-1", "'é'\n")
    assert read.with_edits([Edit(44, 45, "y")]).endswith(b"y = '\xe9'\n")
    assert isinstance(Source.from_bytes(data, "app.yaml"), Undecodable)


def test_a_cookie_below_code_is_no_cookie() -> None:
    assert source(b"import os\n# coding: latin-1\n").encoding == "utf-8"
    assert source(b"\n\n# coding: latin-1\n").encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = '\xff'", "not utf-8 at byte 5"),
        (b"\xef\xbb\xbfx = '\xff'", "not utf-8 at byte 8"),
        (b"# coding: klingon\n", "unknown encoding 'klingon'"),
        (b"# coding: rot13\n", "unknown encoding 'rot13'"),
        (b"# coding: base64\n", "unknown encoding 'base64'"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "a UTF-8 byte-order mark, but declared 'latin-1'"),
        (b"\xff\xfex\0", "UTF-16, not UTF-8"),
    ],
)
def test_what_is_no_text_is_said_to_be_none(data: bytes, reason: str) -> None:
    assert Source.from_bytes(data, "app.py") == Undecodable("app.py", data, reason)


def test_lines_break_at_crlf_cr_and_lf_only() -> None:
    read = source("a\r\nb\rc\nd\x0ce\u2028f".encode())
    assert [read.line(n) for n in (1, 2, 3, 4)] == ["a", "b", "c", "d\x0ce\u2028f"]
    assert read.newlines == ("\n", "\r", "\r\n")
    assert read.place(7) == (4, 1)


def test_ast_columns_are_bytes_and_ours_are_code_points() -> None:
    read = source("x = 'é😀'; y = 'old'\n".encode())
    node = ast.parse(read.text).body[1]
    assert read.text[read.offset(node.lineno, node.col_offset) :] == "y = 'old'\n"
    assert (read.span(10, 11).line, read.span(10, 11).column) == (1, 11)


def test_edits_may_touch_but_not_overlap() -> None:
    read = source(b"abcdef")
    assert read.with_edits([Edit(3, 6, "Y"), Edit(0, 3, "X")]) == b"XY"
    assert read.with_edits([Edit(1, 2, "Z"), Edit(1, 2, "Z")]) == b"aZcdef"
    with pytest.raises(ValueError, match="overlaps"):
        read.with_edits([Edit(0, 3, "X"), Edit(2, 4, "Y")])
    with pytest.raises(ValueError, match="leaves the file"):
        read.with_edits([Edit(5, 9, "X")])


def test_text_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="encode character"):
        source(b"# coding: latin-1\nx\n").with_edits([Edit(18, 19, "\u4e2d")])


@given(st.text(), st.data())
def test_every_byte_outside_an_edit_stays(text: str, data: st.DataObject) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    read = Source.from_bytes(raw, "notes.md")
    if isinstance(read, Undecodable):
        return
    start = data.draw(st.integers(0, len(read.text)))
    end = data.draw(st.integers(start, len(read.text)))
    after = read.with_edits([Edit(start, end, "NEW")])
    head = read.bom + read.text[:start].encode()
    assert after == head + b"NEW" + read.text[end:].encode()
    line, column = read.place(start)
    assert read.line_starts[line - 1] + column - 1 == start
