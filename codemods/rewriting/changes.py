"""What a rule wants changed, as plain values; `transformers.py` makes LibCST do it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """A string whose part *old* becomes *new*; with *code*, the whole expression becomes that."""

    old: str
    new: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class SetKeyword:
    """A call gets the keyword *name* with the value *code*; one that stands there is replaced.

    *first*: before the other keywords, where no argument is given by position.
    """

    name: str
    code: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class DropKeyword:
    """A call loses the keyword *name*."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameKeyword:
    """A keyword of a call is called *new* instead of *old*."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MergeBody:
    """The dictionary in *keyword* of a call gets the entry *key*: *code*.

    ``a.b`` as *keyword* means the dictionary under ``b`` in the one that the keyword ``a`` holds.
    """

    keyword: str
    key: str
    code: str


@dataclass(frozen=True, slots=True)
class SetEntry:
    """A dictionary display gets the entry *key*: *code*."""

    key: str
    code: str


@dataclass(frozen=True, slots=True)
class RenameCallee:
    """A call calls *code* instead."""

    code: str


@dataclass(frozen=True, slots=True)
class Collapse:
    """The strings of a list, or of a choice, are mapped; what is then there twice stays once.

    *bare*: a single one needs no comma.
    """

    mapping: tuple[tuple[str, str], ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class AddImport:
    """The import *code* stands before a statement."""

    code: str


Change = (
    ReplaceText
    | SetKeyword
    | DropKeyword
    | RenameKeyword
    | MergeBody
    | SetEntry
    | RenameCallee
    | Collapse
    | AddImport
)
