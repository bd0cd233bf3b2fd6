"""Judges the values in files that are not Python: whose id is this, and what reads it?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codemods.finding import Edit, Finding
from codemods.python.sinks import model_like
from codemods.python.together import key_place, telling
from migrate.plan import Site

if TYPE_CHECKING:
    from codemods.finding import Action
    from codemods.project import Setting
    from codemods.python.judgement import Judgement
    from codemods.python.vocabulary import Token
    from codemods.python.world import World
    from codemods.source import Source
    from migrate.plan import Target

_BASE = re.compile(r"(?:^|[_.-])(?:base_?url|api_?base|api_?url|endpoint|url|host|server)$", re.I)
_PROVIDER = re.compile(r"(?:^|[_.-])(?:provider|vendor|backend|type|api_type)$", re.IGNORECASE)
_HELD = ("value", "command")


@dataclass(frozen=True, slots=True)
class Page:
    """One file that is not Python: its text, kind and settings."""

    source: Source
    kind: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one token of a setting."""

    page: Page
    setting: Setting
    token: Token
    action: Action
    reason: str
    new: str = ""
    provider: str = ""
    group: str = ""
    target: Target | None = None


class Configuration:
    """All settings of one scan, judged after the Python, whose values they may repeat."""

    def __init__(
        self, world: World, pages: Sequence[Page], judgements: Sequence[Judgement]
    ) -> None:
        self.world = world
        self.plan = world.plan
        self.catalogue = world.plan.catalogue
        self.pages = pages
        self.leaders = [j for j in judgements if j.action == "rewrite" and j.place.role.is_value]

    def findings(self) -> Iterator[Finding]:
        """The findings for model ids, values first, then the text that repeats them."""
        verdicts = [verdict for page in self.pages for verdict in self._values(page)]
        moved: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.action == "rewrite":
                moved[verdict.token.text].append(verdict)
        for verdict in verdicts:
            yield _finding(verdict)
        for page in self.pages:
            for verdict in self._told(page, moved):
                yield _finding(verdict)

    def _tokens(self, page: Page, kinds: Iterable[str]) -> Iterator[tuple[Setting, Token]]:
        for setting in page.settings:
            if setting.kind in kinds:
                for token in self.world.vocabulary.tokens(setting.value):
                    if token.kind == "model":
                        yield setting, token

    def _values(self, page: Page) -> Iterator[Verdict]:
        for setting, token in self._tokens(page, (*_HELD, "key", "recorded")):
            yield self._value(page, setting, token)

    def _value(self, page: Page, setting: Setting, token: Token) -> Verdict:
        if setting.kind == "recorded":
            reason = "recorded, generated or historical: not a setting"
            return Verdict(page, setting, token, "leave", reason)
        if setting.kind == "key":
            reason = "a key; what looks up the new id needs a new one"
            return Verdict(page, setting, token, "leave", reason)
        if token.text != setting.value.strip():
            return self._part(page, setting, token)
        if self._is_alias(page, setting):
            reason = "the name under which a proxy offers a model: its clients use it"
            return Verdict(page, setting, token, "leave", reason)
        provider, action, reason = self._owner(page, setting, token)
        if not provider:
            return Verdict(page, setting, token, action, reason)
        site = Site(page.source.path)
        target = self.plan.target(self.catalogue.provider(provider), token.id, site)
        if target is None:
            reason = f"{token.text} belongs to {provider} here, and the plan leaves it"
            return Verdict(page, setting, token, "leave", reason, provider=provider)
        return self._moved(page, setting, token, target)

    def _part(self, page: Page, setting: Setting, token: Token) -> Verdict:
        if setting.kind == "command" and self.plan.rename(token.text) is None:
            reason = "the id stands inside a command or a longer text: change it by hand"
            return Verdict(page, setting, token, "review", reason)
        return Verdict(page, setting, token, "leave", "part of a longer text, not a value")

    def _moved(self, page: Page, setting: Setting, token: Token, target: Target) -> Verdict:
        new = self._spelled(token, target)
        names = (*setting.key[-1:], setting.env, *setting.key[-2:-1])
        action: Action = "rewrite"
        reason = target.reason
        if setting.locked:
            action, reason = "review", f"{reason}; not edited, because it is {setting.locked}"
        elif not setting.verbatim:
            action, reason = "review", f"{reason}; written with escapes: change it by hand"
        elif target.review:
            action = "review"
        elif target.provider not in token.providers and not self.plan.rename(token.text):
            action = "review"
            reason = f"{reason}; address and key of this setting must change with it"
        elif not any(model_like(_bare(name)) for name in names):
            action = "review"
            reason = f"{reason}; but nothing shows that this value names a model"
        if action == "rewrite" and target.thinking == "disabled":
            reason = f"{reason}; the call that sends it must switch thinking off"
        group = f"env {setting.env}" if setting.env else ""
        new = new if action == "rewrite" else ""
        return Verdict(page, setting, token, action, reason, new, token.providers[0], group, target)

    def _spelled(self, token: Token, target: Target) -> str:
        if not token.prefix or target.provider == token.providers[0]:
            return f"{token.prefix}{target.model}"
        provider = self.catalogue.provider(target.provider)
        prefix = provider.prefixes[0] if provider.prefixes else provider.name
        return f"{prefix}{token.prefix[-1]}{target.model}"

    def _is_alias(self, page: Page, setting: Setting) -> bool:
        return setting.key[-1:] == ("model_name",) and any(
            other.key[: len(setting.key)] == (*setting.key[:-1], "litellm_params")
            for other in page.settings
        )

    def _owner(self, page: Page, setting: Setting, token: Token) -> tuple[str, Action, str]:
        """The provider that serves the id here, or an action and its reason."""
        if self.plan.rename(token.text):
            return (token.providers or ("openai",))[0], "rewrite", ""
        for sibling in self._siblings(page, setting):
            host = self._host(sibling)
            if host is None:
                continue
            name, said = host
            if not name:
                return "", "review", f"sent to {said}, which is no host of a known provider"
            if token.prefix and name not in token.providers:
                return "", "leave", f"{name} has its own catalogue of ids: {said}"
            return name, "rewrite", ""
        if token.prefix or len(token.providers) == 1:
            return token.providers[0], "rewrite", ""
        vendors = ", ".join(sorted(token.providers))
        return "", "review", f"nothing beside it names the host, and {vendors} offer this id"

    def _siblings(self, page: Page, setting: Setting) -> Iterator[Setting]:
        """Values that stand beside *setting*, then those beside what it stands in."""
        scope = setting.scope
        while True:
            yield from (
                other
                for other in page.settings
                if other.scope == scope and other.kind in _HELD and other is not setting
            )
            if ">" not in scope:
                return
            scope = scope.rpartition(">")[0]

    def _host(self, setting: Setting) -> tuple[str, str] | None:
        """The provider that *setting* names as host, or `""` with what it says."""
        name = setting.key[-1] if setting.key else setting.env
        value = setting.value.strip()
        if _BASE.search(name) and ("." in value or ":" in value) and "$" not in value:
            found = self.catalogue.provider_of_url(value)
            return (found[0].name if found else "", f"{name}: {value}")
        if _PROVIDER.search(name):
            split = self.catalogue.split_prefix(f"{value.lower()}:x")
            return (split[0].name, f"{name}: {value}") if split else None
        return None

    def _told(self, page: Page, moved: dict[str, list[Verdict]]) -> Iterator[Verdict]:
        """Prose and comments: they follow a value that they repeat."""
        for setting, token in self._tokens(page, ("prose", "comment")):
            yield self._repeated(page, setting, token, moved)

    def _repeated(
        self, page: Page, setting: Setting, token: Token, moved: dict[str, list[Verdict]]
    ) -> Verdict:
        row = " ".join(s.value for s in page.settings if s.scope == setting.scope)
        beside = f"{row} {' '.join(setting.key)}"
        same = [leader for leader in self.leaders if leader.place.token.text == token.text]
        for leader in same if setting.kind == "prose" and setting.verbatim else ():
            names = [name for name in leader.place.role.names if telling(name)]
            if any(re.search(rf"\b{re.escape(name)}\b", beside) for name in names):
                reason = f"documents the value at {key_place(leader)}, which is rewritten"
                return Verdict(
                    page, setting, token, "rewrite", reason, leader.new,
                    leader.provider, leader.group, leader.target,
                )  # fmt: skip
        if same or any(v.page is page for v in moved.get(token.text, ())):
            reason = "text that names an id that is rewritten elsewhere"
            return Verdict(page, setting, token, "review", reason)
        return Verdict(page, setting, token, "leave", "text that names the id, not a setting")


def _finding(verdict: Verdict) -> Finding:
    setting, token = verdict.setting, verdict.token
    source = verdict.page.source
    span = setting.span
    if setting.verbatim:
        span = source.span(span.start + token.start, span.start + token.end)
    found = Finding(
        "model-id",
        source.path,
        span,
        source.text[span.start : span.end],
        verdict.new,
        verdict.action,
        verdict.reason,
        verdict.provider,
        verdict.group if verdict.action == "rewrite" else "",
    )
    if verdict.action == "rewrite":
        return replace(found, edits=(Edit(span.start, span.end, verdict.new),))
    return found


def _bare(name: str) -> str:
    return name.lstrip("-").replace("-", "_")
