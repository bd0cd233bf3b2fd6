"""A file that is Python from its first character to its last."""

from __future__ import annotations

from functools import lru_cache

from codemods.finding import Edit, Span
from codemods.source import Source

AT_HAND = 256
"""Texts that are kept as such."""


class Whole:
    """The `Code` of a Python file: offsets in it are offsets in the file.

    Its text is kept as bytes, and decoded when it is asked for: one emoji makes a text take four
    bytes for each of its characters.
    """

    __slots__ = ("_data", "_encoding", "_path")

    def __init__(self, source: Source) -> None:
        self._path, self._encoding = source.path, source.encoding
        self._data = source.text.encode("utf-8", "surrogatepass")

    @property
    def source(self) -> Source:
        """The file, without its bytes."""
        return _source(self)

    def unpacked(self) -> Source:
        """The file without its bytes, decoded anew."""
        text = self._data.decode("utf-8", "surrogatepass")
        return Source(self._path, b"", text, self._encoding)

    @property
    def text(self) -> str:
        """The file's text."""
        return self.source.text

    @property
    def newline(self) -> str:
        """The line end of the file."""
        return self.source.newline

    def span(self, start: int, end: int) -> Span:
        """The stretch itself."""
        return self.source.span(start, end)

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """The edit itself; None where the file's encoding cannot express *text*."""
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:
            return None
        return Edit(start, end, text)

    def cell(self, start: int) -> tuple[int, int] | None:
        """A module has no cells."""
        return None


_source = lru_cache(AT_HAND)(Whole.unpacked)
