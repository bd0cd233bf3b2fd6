"""Who imports whom: told from the bytes of the import lines, without parsing anything."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

_IMPORT = re.compile(rb"[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import|import[ \t]+([^#\r\n]+))")
_DOTTED = re.compile(r"[.\w]+")


class Imports:
    """The imports of the files at *paths*; each file is read once, when first asked."""

    def __init__(self, paths: Iterable[str], raw: Callable[[str], bytes | None]) -> None:
        self._paths = paths
        self._raw = raw

    @cached_property
    def _by_tail(self) -> dict[str, list[tuple[str, str]]]:
        """Last part of an imported name, or of the package that dots mean -> (file, name)."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for path in self._paths:
            for name in _imported(self._raw(path) or b""):
                found[_tail(name, path)].append((path, name))
        return found

    def of(self, dotted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """(file, imported name): what may import the module *dotted*, or its package."""
        for tail in dict.fromkeys(dotted[-2:]):
            yield from self._by_tail.get(tail, ())


def _imported(data: bytes) -> list[str]:
    """The dotted names of the modules that a file imports."""
    found: dict[str, None] = {}
    at = data.find(b"import")
    while at >= 0:
        match = _IMPORT.match(data, data.rfind(b"\n", 0, at) + 1)
        if match:
            text = (match[1] or match[2]).decode("ascii", "ignore")
            found.update(dict.fromkeys(_DOTTED.findall(text)))
        at = data.find(b"import", at + 6)
    return sorted(found)


def _tail(name: str, path: str) -> str:
    if not name.endswith("."):
        return name.rpartition(".")[2]
    folders = path.split("/")[: -len(name)]
    return folders[-1] if folders else ""
