"""Data line by line: recorded traffic, datasets, exports. Sought for ids, counted, not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.contents import Filetype
from codemods.filetypes import filetypes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codemods.contents import Setting
    from codemods.source import Source


class Recorded(Filetype):
    """Nothing in it is a setting."""

    def claims(self, path: str) -> bool:
        """JSON Lines, CSV and TSV."""
        return path.endswith((".jsonl", ".ndjson", ".csv", ".tsv"))

    def settings(self, source: Source) -> Iterator[Setting]:
        """None."""
        return iter(())


filetypes.add(Recorded())
