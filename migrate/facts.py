"""Facts about providers and models as plain values: dated, sourced, graded.

Nothing here is known; everything is read from `migrate/providers/*.toml` (see `catalogue.py`).
Money is USD per one million tokens. Instants are timezone-aware UTC datetimes; an interval holds
from *valid_from* (inclusive, None: always) until *valid_until* (exclusive, None: still).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Literal

from migrate.provenance import Provenance

Status = Literal["current", "legacy", "retiring", "retired", "wrong"]
"""What a model is on a day: to be used; still accepted but superseded; accepted with a known end;
gone; never existed."""

RuleAction = Literal[
    "drop", "rename", "move_to_extra_body", "require", "rejected", "ignored", "cap",
    "differs", "unverified",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that means its provider. *url* may hold ``{region}``-like placeholders."""

    url: str
    kind: Literal["openai", "anthropic", "native", "beta"]
    status: Literal["current", "accepted", "old", "dead"]
    provenance: Provenance
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyVariable:
    """An environment variable that holds the provider's key; the first listed is the one to use."""

    name: str
    provenance: Provenance
    routed: bool = False
    """Whether this is the one that LiteLLM reads."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SdkClass:
    """A client class whose use names the provider, by import path (``together.Together``)."""

    path: str
    package: str
    provenance: Provenance
    is_async: bool = False
    openai_shaped: bool = True
    """Whether calls and replies look like the OpenAI client's (LlamaAPIClient's do not)."""
    default_model: str = ""
    """The model it names when the code names none (``ChatOpenAI()``)."""
    alone: tuple[str, ...] = ()
    """What only its replies have: ``x_groq``, ``usage.total_time`` (only behind that name)."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """USD per one million tokens in an interval; *peak* is the UTC weekday window it is for."""

    input: float
    output: float
    provenance: Provenance
    cached: float | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    peak: tuple[str, ...] = ()
    """UTC windows such as ``01:00-04:00``, Monday to Friday; empty: the price at other hours."""

    def holds(self, at: datetime) -> bool:
        """Whether this is a price at the instant *at*; a peak price only inside its windows."""
        if self.valid_from is not None and at < self.valid_from:
            return False
        if self.valid_until is not None and at >= self.valid_until:
            return False
        if not self.peak:
            return True
        now = at.astimezone(UTC)
        clock = f"{now:%H:%M}"
        return now.isoweekday() <= 5 and any(w[:5] <= clock < w[6:] for w in self.peak)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an id was served by in an interval (``deepseek-chat`` had six meanings)."""

    means: str
    provenance: Provenance
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParameterRule:
    """How a target takes one request parameter.

    *parameter* is a name (``stop``), a field (``messages.name``), or one with a condition on its
    value: ``n>1``, ``tool_choice=required``, ``tool_choice=named`` (an object that names a
    function), ``messages.role=developer``, ``response_format.type=json_schema``. *when* limits
    the rule: ``""`` always, ``thinking`` while thinking is on, ``not thinking``, ``tools``.
    *value* is the new name (rename), the required JSON value (require), the limit (cap), or the
    nearest value that is accepted (rejected; None: leave it out).
    """

    parameter: str
    action: RuleAction
    provenance: Provenance
    value: object = None
    when: str = ""
    safe: bool = False
    """Whether a codemod may write it without a person: the change cannot alter the meaning."""
    note: str = ""
    models: tuple[str, ...] = ()
    """A provider's rule holds only for ids that fit one of these globs; empty: for all."""

    def holds_for(self, model_id: str) -> bool:
        """Whether this rule of a provider applies to *model_id*."""
        return not self.models or any(fnmatchcase(model_id, glob) for glob in self.models)


@dataclass(frozen=True, slots=True)
class Model:
    """One model id at one provider; `PROVIDER:MODEL` names it everywhere."""

    provider: str
    id: str
    provenance: Provenance
    title: str = ""
    kind: str = "chat"
    """``chat``, ``responses`` (no chat completions), ``completion``, ``embedding``, ``image``,
    ``audio``, ``realtime``, ``moderation``, ``rerank``, ``ocr``, ``video``."""
    family: str = ""
    """``llama``, ``deepseek``, ``muse``, ``gpt``, ...: what recipes select by."""
    legacy: bool = False
    legacy_since: datetime | None = None
    """From when on it was superseded; None with *legacy*: at any time."""
    wrong: bool = False
    """True for a value that circulates in articles but never existed."""
    released: datetime | None = None
    retires: datetime | None = None
    replaced_by: str = ""
    """``PROVIDER:MODEL``; follow it to the live end with `Catalogue.live_end`."""
    sources: Mapping[str, Provenance] = field(default_factory=dict)
    """Provenance of single fields that another source than *provenance* gives."""
    thinking: Literal["", "enabled", "disabled"] = ""
    """The thinking switch that keeps this id's behaviour when it moves to a model with one."""
    meanings: tuple[Meaning, ...] = ()
    context: int | None = None
    max_output: int | None = None
    prices: tuple[Price, ...] = ()
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    """``vision``, ``tools``, ``json_schema``, ``json_object``, ``thinking``; absent: unknown."""
    parameters: tuple[ParameterRule, ...] = ()
    training_use: str = ""
    error: str = ""
    """What the host answers once the model is gone."""
    note: str = ""

    @property
    def name(self) -> str:
        """``PROVIDER:MODEL``."""
        return f"{self.provider}:{self.id}"

    def provenance_of(self, fact: str) -> Provenance:
        """Where the field *fact* comes from."""
        return self.sources.get(fact, self.provenance)

    def price(self, at: datetime) -> Price | None:
        """What it costs at the instant *at*, peak hours included; None when unknown."""
        holding = [price for price in self.prices if price.holds(at)]
        return max(holding, key=lambda price: bool(price.peak), default=None)

    def exists(self, on: datetime) -> bool:
        """Whether it was released by the instant *on*, as far as is known."""
        return not self.wrong and (self.released is None or self.released <= on)

    def status(self, on: datetime) -> Status:
        """What the model is at the instant *on*."""
        if self.wrong:
            return "wrong"
        if self.retires is not None:
            return "retired" if self.retires <= on else "retiring"
        superseded = self.legacy and (self.legacy_since is None or self.legacy_since <= on)
        return "legacy" if superseded else "current"


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value people pasted from articles that never worked, and the right one."""

    kind: Literal["model", "base_url", "key_variable", "key_literal", "markdown_link"]
    text: str
    """The wrong text itself; for ``markdown_link`` a regular expression."""
    right: str
    provider: str
    provenance: Provenance
    elsewhere: bool = False
    """Whether others bear this name, so that it is wrong only beside its provider's address."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where models are served: addresses, key variables, SDK classes, prefixes, models, rules."""

    name: str
    title: str
    provenance: Provenance
    endpoints: tuple[Endpoint, ...] = ()
    keys: tuple[KeyVariable, ...] = ()
    sdks: tuple[SdkClass, ...] = ()
    base_variables: tuple[str, ...] = ()
    """Environment variables that hold the address for some client."""
    root_variables: tuple[str, ...] = ()
    """Those of them that hold it without its path, which the client adds."""
    prefixes: tuple[str, ...] = ()
    """What stands before ``/`` or ``:`` in routed ids: ``together_ai``, ``deepseek``."""
    id_patterns: tuple[str, ...] = ()
    """Globs of ids that belong here though not listed (``accounts/fireworks/models/*``)."""
    models: tuple[Model, ...] = ()
    parameters: tuple[ParameterRule, ...] = ()
    """Rules for every model of the provider; a model's own rules come first."""
    wrong: tuple[WrongValue, ...] = ()
    thinking: Mapping[str, Literal["enabled", "disabled"]] = field(default_factory=dict)
    """Glob of ids -> the thinking switch that keeps their behaviour at a model that has one."""
    operator: str = ""
    jurisdiction: str = ""
    """Two-letter country code of the operator's seat."""
    training_use: str = ""
    local: bool = False
    """True for what runs on the own machine (Ollama, vLLM): ids there name weights."""
    user_named: bool = False
    """True where users choose the ids (Azure deployments): an id alone says nothing there."""
    sources: Mapping[str, Provenance] = field(default_factory=dict)
    """Provenance of single fields that another source than *provenance* gives."""
    retires: datetime | None = None
    """The end of the whole host, with every id there, listed or not."""
    lacks: tuple[str, ...] = ()
    """Services of OpenAI's that it does not have: ``embeddings``, ``moderation``, ``batch``, ..."""
    advice: str = ""
    """What prompts for its models should say or heed, for whoever moves there; `""`: nothing."""
    note: str = ""

    @property
    def base_url(self) -> str:
        """The address to write into code: the first current OpenAI-style one, or ``""``."""
        current = (e for e in self.endpoints if e.status == "current" and e.kind == "openai")
        return next((endpoint.url for endpoint in current), "")

    @property
    def key_variable(self) -> str:
        """The key variable to write into code, or ``""``."""
        return self.keys[0].name if self.keys else ""

    @property
    def routed_key_variable(self) -> str:
        """The key variable that LiteLLM reads; the one to write into code unless said."""
        return next((key.name for key in self.keys if key.routed), self.key_variable)

    def rules_for(self, model: Model) -> tuple[ParameterRule, ...]:
        """The rules of *model*: its own, then the provider's that it does not override."""
        own = {(rule.parameter, rule.when) for rule in model.parameters}
        rest = (
            rule
            for rule in self.parameters
            if rule.holds_for(model.id) and (rule.parameter, rule.when) not in own
        )
        return (*model.parameters, *rest)

    def provenance_of(self, fact: str) -> Provenance:
        """Where the field *fact* comes from."""
        return self.sources.get(fact, self.provenance)

    def thinking_of(self, model_id: str) -> Literal["", "enabled", "disabled"]:
        """The switch that keeps the behaviour of *model_id*, by its card or by the globs."""
        for model in self.models:
            if model.id == model_id and model.thinking:
                return model.thinking
        fits = (mode for glob, mode in self.thinking.items() if fnmatchcase(model_id, glob))
        return next(fits, "")

    def claims(self, model_id: str) -> bool:
        """Whether *model_id* is listed here or fits one of the id patterns."""
        return self.claims_by_pattern(model_id) or any(m.id == model_id for m in self.models)

    def claims_by_pattern(self, model_id: str) -> bool:
        """Whether *model_id* fits one of the id patterns."""
        return any(fnmatchcase(model_id, pattern) for pattern in self.id_patterns)
