"""What dotenv files and the like set, and for which code: a project may hold several programs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codemods.project import Setting
    from codemods.settings.page import Page


@dataclass(frozen=True, slots=True)
class Filled:
    """A place that sets a variable."""

    page: Page
    setting: Setting

    @property
    def value(self) -> str:
        """What it sets."""
        return self.setting.value.strip()

    @property
    def said(self) -> str:
        """``MODEL is gpt-4o at .env.example:3``."""
        return f"{self.setting.env} is {self.value} at {self.page.where(self.setting)}"


class Environment:
    """The places that set environment variables, by variable."""

    def __init__(self) -> None:
        self._found: dict[str, list[Filled]] = defaultdict(list)

    def add(self, page: Page, setting: Setting) -> None:
        """Note that *setting* of *page* sets a variable."""
        self._found[setting.env].append(Filled(page, setting))

    def filled(self, name: str, at: str) -> list[Filled]:
        """Where *name* is set for the code at *at*: in a folder around it, or in one below."""
        folder = at.rpartition("/")[0]
        return [
            found
            for found in self._found.get(name, ())
            if _near(folder, found.page.path.rpartition("/")[0])
        ]

    def values(self, name: str, at: str) -> tuple[str, ...]:
        """What *name* may be for the code at *at*."""
        return tuple(dict.fromkeys(found.value for found in self.filled(name, at)))


def _near(one: str, other: str) -> bool:
    return _within(one, other) or _within(other, one)


def _within(inner: str, outer: str) -> bool:
    return not outer or inner == outer or inner.startswith(f"{outer}/")
