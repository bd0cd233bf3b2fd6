"""A file that is Python from its first character to its last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.finding import Edit, Span

if TYPE_CHECKING:
    from codemods.source import Source


@dataclass(frozen=True)
class Whole:
    """The `Code` of a Python file: offsets in it are offsets in the file."""

    source: Source

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
            text.encode(self.source.encoding)
        except UnicodeEncodeError:
            return None
        return Edit(start, end, text)

    def cell(self, start: int) -> tuple[int, int] | None:
        """A module has no cells."""
        return None
