"""What dotenv files and the like set, and for which code: a project may hold several programs."""

from __future__ import annotations

from collections import defaultdict


class Environment:
    """Values of environment variables, each with the folder of the file that sets it."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, name: str, value: str, path: str) -> None:
        """Note that the file at *path* sets *name*."""
        self._found[name].append((path.rpartition("/")[0], value))

    def values(self, name: str, at: str) -> tuple[str, ...]:
        """What *name* may be for the code at *at*: set in a folder around it, or in one below."""
        folder = at.rpartition("/")[0]
        found = (
            v for f, v in self._found.get(name, ()) if _within(folder, f) or _within(f, folder)
        )
        return tuple(dict.fromkeys(found))


def _within(inner: str, outer: str) -> bool:
    return not outer or inner == outer or inner.startswith(f"{outer}/")
