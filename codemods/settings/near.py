"""Where does a configured model lead? By the addresses and provider names that stand near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.settings.page import Page, is_address, is_provider, prefix_of

if TYPE_CHECKING:
    from codemods.finding import Action
    from codemods.project import Setting
    from migrate.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Near:
    """A host that something near names. *provider* is `""` for hosts that nobody knows."""

    provider: str
    why: str
    action: Action = "leave"
    """What becomes of an id that is sent to a host nobody knows."""


def near(page: Page, setting: Setting, catalogue: Catalogue) -> Near | None:
    """The host of *setting*, or None when nothing near names one."""
    for beside in page.around(setting):
        others = [other for other in beside if other is not setting]
        addresses = _of_one_service(setting, [o for o in others if is_address(o)], catalogue)
        for other in addresses:
            return _by_address(page, other, catalogue)
        named = _of_one_service(setting, [o for o in others if is_provider(o)], catalogue)
        for other in named:
            if split := catalogue.split_prefix(f"{other.value.lower()}:x"):
                return Near(split[0].name, f"{other.value!r} is named at {page.where(other)}")
    for key in reversed(setting.key[:-1]):
        split = catalogue.split_prefix(f"{key.lower()}:x")
        if split and not _is_model_section(key):
            return Near(split[0].name, f"it stands under {key!r}")
    return None


def address_of(page: Page, setting: Setting, catalogue: Catalogue) -> Setting | None:
    """The one address beside *setting*, in its own mapping."""
    beside = [other for other in page.by_scope[setting.scope] if is_address(other)]
    found = _of_one_service(setting, beside, catalogue)
    return found[0] if len(found) == 1 else None


def _of_one_service(setting: Setting, others: list[Setting], catalogue: Catalogue) -> list[Setting]:
    """Variables lie side by side for many services: those with the same prefix belong together."""
    if not setting.env:
        return others
    mine = prefix_of(setting.env)
    same = [other for other in others if prefix_of(other.env or other.key[-1]) == mine]
    if same or not others:
        return same
    if mine and catalogue.split_prefix(f"{mine.lower()}:x"):
        return []  # DEEPSEEK_MODEL has nothing to do with OPENAI_BASE_URL
    return others if len({other.value for other in others}) == 1 else []


def _by_address(page: Page, other: Setting, catalogue: Catalogue) -> Near:
    said = f"{'.'.join(other.key[-1:])} is {other.value} at {page.where(other)}"
    found = catalogue.provider_of_url(other.value)
    return Near(found[0].name if found else "", said)


def _is_model_section(key: str) -> bool:
    return key.lower() in ("models", "model")
