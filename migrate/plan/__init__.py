"""The plan: what to migrate, as data. Both wings read it; neither looks anything up again.

A plan is made (see `making.py`) from recipes, from `llm-cutover.toml` and from flags, for one
instant: `as_of`. It answers one question: where does this model at this provider go?

Read in this order:

    move                            what a plan is made of
    making, recipes, config         where plans come from
    needles                         the words without which a file cannot concern it
    policy, gates                   where data may go, and the limits of a verdict
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from migrate.catalogue import Catalogue
from migrate.catalogue.model import Model
from migrate.catalogue.provider import Provider
from migrate.plan import needles
from migrate.plan.move import Move, Rename, Site, Target, Thinking, Where

__all__ = ["Move", "Plan", "Rename", "Site", "Target", "Thinking", "Where"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to migrate on a day."""

    as_of: datetime
    catalogue: Catalogue
    recipes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    renames: tuple[Rename, ...] = ()
    retired_within_days: int | None = None
    """When set: every model that is retired, or retires within so many days, goes to the live end
    of its replacements (review where none is known)."""
    repair_wrong: bool = False
    """Whether the known-wrong values of articles are repaired."""
    externalize: bool = False
    """Put model, base URL and key variable behind environment variables instead of moving them."""
    deps: bool = False
    """Edit requirements where the client package changes; else they are only reported."""

    def target(self, provider: Provider, model_id: str, site: Site | None = None) -> Target | None:
        """Where *model_id* at *provider* goes, or None: it stays.

        A rename the user asked for comes first, then the first move that takes it (moves limited
        to some call sites only when *site* is within their limits), then what has died.
        """
        if new := self.rename(model_id):
            reason = f"renamed by --model {model_id}={new}"
            return Target(provider.name, new, "", reason=reason, recipe="--model")
        card = self.catalogue.get(provider.name, model_id)
        for move in self.moves:
            if move.takes(provider, model_id, card) and move.where.admits(site or Site()):
                return self._moved(move, provider, model_id)
        return self._repaired(provider, model_id) or self._revived(provider, model_id, card)

    def rename(self, model_id: str) -> str | None:
        """The new id the user asked for in place of *model_id*, or None."""
        return next((r.new for r in self.renames if r.old == model_id), None)

    def moves_from(self, provider: Provider) -> tuple[Move, ...]:
        """The moves that take some model of *provider*."""
        return tuple(
            move for move in self.moves if fnmatchcase(provider.name, move.source.partition(":")[0])
        )

    def needles(self) -> frozenset[str]:
        """Every literal string whose presence in a file makes it worth parsing under this plan.

        A file that holds none of them (case-sensitive substrings) has no finding. None of them
        contains another.
        """
        providers = self.catalogue.providers.values()
        found = {rename.old for rename in self.renames} | self.client_needles()
        for provider in providers:
            for move in self.moves_from(provider):
                found |= set(_needles_of_ids(move, provider))
        if self.retired_within_days is not None:
            for provider in providers:
                dying = {c.id for c in provider.models if self._revived(provider, c.id, c)}
                found |= dying
        return needles.smallest(found)

    def client_needles(self) -> frozenset[str]:
        """The strings that show a client or an address of a host that models leave, or a value that
        never worked: such a file may send an id that another one holds."""
        found: set[str] = set()
        for provider in self.catalogue.providers.values():
            for move in self.moves_from(provider):
                found |= set(_needles_of_client(move, provider))
            if self.retired_within_days is not None:
                found |= set(needles.of_hosts(provider, dead_only=True))
                found |= set(self._dying_defaults(provider))
                if self._revived(provider, "", None):  # the whole host is gone
                    found |= set(needles.of_client(provider))
        wrong = self.catalogue.wrong_values if self.repair_wrong else ()
        return frozenset(found | {text for value in wrong for text in needles.of_wrong(value)})

    def _dying_defaults(self, provider: Provider) -> Iterator[str]:
        """The modules of classes whose own default is a dead or dying model."""
        for sdk in provider.sdks:
            card = self.catalogue.get(provider.name, sdk.default_model)
            if card is not None and self._revived(provider, card.id, card):
                yield sdk.path.rpartition(".")[0]

    def _moved(self, move: Move, provider: Provider, model_id: str) -> Target | None:
        name, _, target_id = move.target.partition(":")
        if (name, target_id) == (provider.name, model_id):
            return None
        target = self.catalogue.get(name, target_id)
        thinking = move.thinking or provider.thinking_of(model_id)
        if target is None or not self.catalogue.switchable(target):
            thinking = ""
        reason = move.note or f"{provider.name}:{model_id} moves to {move.target} by {move.recipe}"
        return Target(
            name, target_id, thinking, reason=reason, recipe=move.recipe, review=move.review
        )

    def _repaired(self, provider: Provider, model_id: str) -> Target | None:
        """Where an id leads that circulates and never was to be had at *provider*."""
        wrong = self.catalogue.wrong_model(provider.name, model_id) if self.repair_wrong else None
        if wrong is None:
            return None
        reason = f"{model_id} never was to be had at {provider.title}"
        reason = f"{reason}: {wrong.note}" if wrong.note else reason
        card = self.catalogue.get(provider.name, wrong.right)
        live = self.catalogue.live_end(card, self.as_of) if card else None
        if live is None or not live.exists(self.as_of):
            return _nowhere(f"{reason}; see {wrong.right}")
        verified = wrong.provenance.verified
        reason = f"{reason}; it is {live.id}" + ("" if verified else ", which nobody verified")
        return _instead(live, "", reason, review=not verified)

    def _revived(self, provider: Provider, model_id: str, card: Model | None) -> Target | None:
        """Where a dead or dying model goes under the `retired` recipe."""
        end = card.retires if card else provider.retires
        if self.retired_within_days is None or end is None:
            return None
        if end - self.as_of > timedelta(days=self.retired_within_days):
            return None
        verb = "was retired" if end <= self.as_of else "will be retired"
        dead = f"{model_id} {verb} on {end:%Y-%m-%d} ({provider.name})"
        chain = self.catalogue.chain(card, self.as_of) if card else ()
        if card is None or chain[-1] is card or chain[-1].status(self.as_of) == "retired":
            return _nowhere(f"{dead}; no successor is known")
        live = chain[-1]
        hearsay = any(step.provenance_of("replaced_by").grade in ("B", "U") for step in chain[:-1])
        reason = f"{dead}; it leads to {live.id}"
        if hearsay:
            reason += ", which is known only at second hand: check it before you change over"
        thinking = provider.thinking_of(model_id) if self.catalogue.switchable(live) else ""
        return _instead(live, thinking, reason, review=hearsay)


def _nowhere(reason: str) -> Target:
    """For what is dead, or never was, and has no successor."""
    return Target("", "", "", reason=reason, recipe="retired", review=True)


def _instead(live: Model, thinking: Thinking, reason: str, *, review: bool) -> Target:
    """For what is dead, or never was: *live* takes its place."""
    return Target(live.provider, live.id, thinking, reason=reason, recipe="retired", review=review)


def _needles_of_ids(move: Move, provider: Provider) -> Iterator[str]:
    """What shows that a file may hold an id that *move* takes."""
    glob = move.source.partition(":")[2]
    yield from (card.id for card in provider.models if move.takes(provider, card.id, card))
    yield from (needles.literal(part) for part in ([glob] if glob else provider.id_patterns))


def _needles_of_client(move: Move, provider: Provider) -> Iterator[str]:
    """What shows its address and, where *move* leaves, its client."""
    yield from needles.of_hosts(provider)
    if provider.name != move.target.partition(":")[0]:
        yield from needles.of_client(provider)
