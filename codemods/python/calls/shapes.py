"""How libraries spell model, address and key: read from `shapes.toml` and the catalogue."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codemods.python.calls.facts import listed
from codemods.python.syntax.names import last_part

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from migrate.catalogue import Catalogue
    from migrate.catalogue.provider import Provider


_OPENAI = ("openai.OpenAI", "openai.AsyncOpenAI")
Pairs = tuple[tuple[str, str], ...]
AS_OPENAI = "openai"
PROGRAM, RAW = "program", "raw"
"""Kinds of what is no object: the openai module itself, and a request that is posted as it is."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One spelling; see `shapes.toml` for the meaning of each field."""

    kind: str
    provider: str = ""
    model: tuple[str, ...] = ("model",)
    base: tuple[str, ...] = ()
    path: str = ""
    """What its address has behind that of the host."""
    key: tuple[str, ...] = ()
    env_base: tuple[str, ...] = ()
    env_key: tuple[str, ...] = ()
    extra: str = ""
    default: str = ""
    position: int = -1
    config: str = ""
    prefixed: bool = False
    joint: str = "/"
    routes: Pairs = ()
    typed: str = ""
    sends: Pairs = ()
    responses: Pairs = ()
    to: str = ""
    same: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    client: str = ""
    client_class: str = ""
    set_by: str = ""
    chat_by: str = ""
    refers: str = ""
    read_key: str = "os.environ[{}]"
    key_import: str = "os"
    switch: str = ""
    brings: str = ""
    """The package that a prefix asks for, with ``{name}`` for the prefix."""
    instead: str = ""
    needs: Pairs = ()
    replies: Pairs = ()
    chunks: Pairs = ()
    takes: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    """What only its replies have (`SdkClass.alone`)."""
    chat: str = ""
    streams: str = ""
    tried: bool = False
    openai_shaped: bool = True
    own: bool = False
    """Whether it is a project's own class that sends requests itself (`own.py`)."""

    @property
    def imported(self) -> str:
        """What is imported to construct `to`: the class, or the module that it is called by."""
        return self.to.rpartition(".")[0] if _home(self.to) else self.to

    @property
    def callee(self) -> str:
        """How `to` is called."""
        module, _, name = self.to.rpartition(".")
        return f"{last_part(module)}.{name}" if _home(self.to) else name

    def variable(self, provider: Provider) -> str:
        """The variable from which the key of *provider* is read for an id with its prefix."""
        return dict(self.routes).get(provider.name, provider.routed_key_variable)

    def advice(self, provider: Provider, model: str) -> str:
        """What to write for *model* of *provider* where a string cannot lead there, or `""`."""
        url, key = provider.base_url, provider.key_variable
        prefix = provider.prefixes[0] if provider.prefixes else provider.name
        code = self.instead.format(model=model, url=url, key=key, prefix=prefix)
        return f": {code} would lead there" if code else ""

    def surface(self, surface: str, method: str) -> str:
        """What *method* of the client is for, when it is for *surface* in general."""
        return "chat" if method and method in (self.chat, self.streams) else surface

    def reaches(self, provider: str) -> bool:
        """Whether a prefix before the id can lead to *provider*."""
        return not self.routes or provider in dict(self.routes)


class Shapes:
    """Shapes by import path; client classes of the catalogue are known too."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._table = _shipped()

    @property
    def routed(self) -> Shape:
        """How LiteLLM takes a model, for classes that pass theirs on to it."""
        return replace(self._table["litellm", "completion"], kind="model", position=-1)

    def entry(self, path: str, kind: str = AS_OPENAI) -> Shape | None:
        """How the dictionary *path* of a library names model, address and key, which says that it
        is asked by the client of *kind*; None for one that is not asked as OpenAI is."""
        shape = self._table[_named(path)]
        if kind in (AS_OPENAI, "open_ai"):
            return shape
        key = dict(shape.routes).get(kind)
        return replace(shape, provider=kind, env_key=(key,)) if key else None

    def is_routed(self, text: str) -> bool:
        """Whether *text* is a model id with a provider before it."""
        return "/" in text and self._catalogue.split_prefix(text) is not None

    @cached_property
    def names(self) -> frozenset[str]:
        """The last parts of all import paths."""
        sdks = (sdk.path for p in self._catalogue.providers.values() for sdk in p.sdks)
        return frozenset({name for _, name in self._table} | {s.rpartition(".")[2] for s in sdks})

    @cached_property
    def configured(self) -> Mapping[str, Shape]:
        """By name: what may be told its model by a dictionary."""
        return {name: shape for (_, name), shape in self._table.items() if shape.config}

    def classes(self, providers: Container[str]) -> Iterator[str]:
        """The names of the classes whose objects lead to one of *providers* by default."""
        yield from {name for (_, name), shape in self._table.items() if shape.provider in providers}
        for provider in self._catalogue.providers.values():
            if provider.name in providers:
                yield from (sdk.path.rpartition(".")[2] for sdk in provider.sdks)

    @cached_property
    def model_names(self) -> frozenset[str]:
        """What the argument with the model is called in any of them."""
        return frozenset(name for shape in self._table.values() for name in shape.model)

    @cached_property
    def argument_names(self) -> frozenset[str]:
        """What the arguments with model, address and key are called in any of them."""
        shapes = self._table.values()
        return frozenset(name for s in shapes for name in (*s.model, *s.base, *s.key))

    def of(self, path: str) -> Shape | None:
        """The shape of the imported thing *path* (``langchain_openai.ChatOpenAI``), or None."""
        found = self._table.get(_named(path))
        if found is not None:
            return found
        sdk = self._catalogue.sdk(path)
        if sdk is None:
            return None
        provider, cls = sdk
        return Shape(
            "client",
            provider=provider.name,
            base=("base_url",),
            key=("api_key",),
            env_base=provider.base_variables,
            env_key=tuple(key.name for key in provider.keys),
            tried=cls.openai_shaped,
            openai_shaped=cls.openai_shaped,
            alone=cls.alone,
            to="" if path.startswith("openai.") else _OPENAI[cls.is_async],
            same=tuple(sorted(listed("constructed"))),
        )

    def called(self, path: str, names: Iterable[str | None]) -> Shape | None:
        """The shape of *path* as a call has it that gives the arguments *names*."""
        older = _older().get(_named(path))
        return older if older and not set(names).isdisjoint(older.given) else self.of(path)

    def elsewhere(self, shape: Shape) -> Shape:
        """The shape of what is constructed for another host in the place of *shape*."""
        return (self.called(shape.to, shape.given) or shape) if shape.to else shape


@cache
def _shipped() -> dict[tuple[str, str], Shape]:
    return {_named(path): shape for path, shape in _entries() if not shape.given}


@cache
def _older() -> dict[tuple[str, str], Shape]:
    return {_named(path): shape for path, shape in _entries() if shape.given}


def _named(path: str) -> tuple[str, str]:
    """The package and the name of what is imported as *path*."""
    return _home(path) or path.partition(".")[0], path.rpartition(".")[2]


def _home(path: str) -> str:
    """The library of a family that *path* is of, or `""`."""
    for family in listed("families"):
        if path.startswith(f"{family}."):
            return f"{family}.{path.removeprefix(f'{family}.').partition('.')[0]}"
    return ""


def _entries() -> Iterator[tuple[str, Shape]]:
    table = tomllib.loads((Path(__file__).parent / "shapes.toml").read_text("utf-8"))
    for entry in table["shape"]:
        values: dict[str, Any] = {
            k: tuple(v.items() if isinstance(v, dict) else v) if isinstance(v, (dict, list)) else v
            for k, v in entry.items()
        }
        paths = values.pop("paths")
        yield from ((path, Shape(**values)) for path in paths)
