"""Judges the files that hold a needle: Python as modules of one world, the others as settings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codemods import files
from codemods.files import Candidate, WalkOptions
from codemods.filetypes import filetypes
from codemods.finding import Finding, Skipped
from codemods.javascript.elsewhere import joined
from codemods.page import Page
from codemods.parts import Parts
from codemods.python.flow.environment import Environment, Filled
from codemods.python.flow.options import Option
from codemods.python.handing import handed
from codemods.python.occurrences.places import Place, Places
from codemods.python.occurrences.told import only_told
from codemods.python.occurrences.vocabulary import Vocabulary
from codemods.python.proposing.proposal import Proposal, findings
from codemods.python.reading import Reading
from codemods.python.syntax.module import PARSE_ERRORS, Module, why_not
from codemods.python.syntax.modules import Modules
from codemods.python.syntax.whole import Whole
from codemods.python.widening import widened
from codemods.python.world import World
from codemods.rules import speaking
from codemods.settings.bodies import sent
from codemods.settings.readers import readers, variables
from codemods.settings.scripts import Scripts, names_programs
from codemods.source import Source, Undecodable

if TYPE_CHECKING:
    from migrate.plan import Plan


Read = Callable[[Candidate, WalkOptions], bytes | str]
"""The bytes of a file, or why it is not read: `files.read`."""


@dataclass(slots=True)
class Judged:
    """What was found in the files that hold a needle."""

    findings: list[Finding] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


def judge(
    hits: Sequence[Candidate],
    everything: Sequence[Candidate],
    plan: Plan,
    options: WalkOptions,
    read: Read = files.read,
) -> Judged:
    """The findings in *hits*; *everything* is what imports may lead to."""
    return _Judge(hits, everything, plan, options, read).run()


class _Judge:
    def __init__(
        self,
        hits: Sequence[Candidate],
        everything: Sequence[Candidate],
        plan: Plan,
        options: WalkOptions,
        read: Read,
    ) -> None:
        self.read = read
        self.hits = hits
        self.plan = plan
        self.options = options
        self.vocabulary = Vocabulary(plan)
        self.places = Places(self.vocabulary)
        self.by_path = {candidate.shown: candidate for candidate in everything}
        python = [c.shown for c in everything if c.kind == "python"]
        self.modules = Modules(python, self.source, self.raw)
        self.result = Judged()
        self.core = self.modules.core
        self.told: dict[str, tuple[Place, ...]] = {}
        """By path: the words in modules that only talk of them, and are not judged for that."""
        self.pages: list[Page] = []
        self.unread: list[tuple[Source, str]] = []
        self.given: list[tuple[Option, Filled]] = []
        self.client_words = sorted(plan.client_needles())

    def source(self, path: str) -> Source | None:
        """The decoded file at *path*, or None."""
        data = self.raw(path)
        found = Source.from_bytes(data, path) if data is not None else None
        return found if isinstance(found, Source) else None

    def raw(self, path: str) -> bytes | None:
        """The bytes of the file at *path*, or None."""
        data = self.read(self.by_path[path], self.options)
        return data if isinstance(data, bytes) else None

    def run(self) -> Judged:
        """Read, judge, and say."""
        for candidate in self.hits:
            self._read(candidate)
        self._widen()
        self.result.notices += self.modules.crowded()
        if self.core or self.told or self.pages or self.unread:
            environment = self._environment()
            try:
                self.result.findings += self._judged(environment, self.pages, self.unread)
            except Exception as error:  # noqa: BLE001 - laid to its file's door below
                told = f"the files could not be judged together ({type(error).__name__}: {error})"
                self.result.notices.append(f"{told}: each was judged alone, and knows no other")
                self._one_by_one(environment)
        return self.result

    def _judged(
        self,
        environment: Environment,
        pages: Sequence[Page],
        unread: Sequence[tuple[Source, str]],
    ) -> list[Finding]:
        """What all rules say of the core modules and *pages* together."""
        told = [place for places in self.told.values() for place in places]
        world = World(self.places, self.modules, environment, Parts(self.by_path), told)
        reading = Reading(world, pages, unread)
        made: list[Finding] = []
        proposals: list[Proposal] = []
        for rule in speaking(self.plan):
            for found in rule().findings(reading):
                if isinstance(found, Finding):
                    made.append(found)
                else:
                    proposals.append(found)
        return [*made, *findings(proposals)]

    def _one_by_one(self, environment: Environment) -> None:
        """Judge every file by itself, because one of them breaks the judgement of all."""
        parts: list[tuple[list[Module], list[Page]]] = [([module], []) for module in self.core]
        parts += [([], [page]) for page in self.pages]
        told, self.told = self.told, {}
        for core, pages in parts:
            self.modules.judge_only(core)
            try:
                self.result.findings += self._judged(environment, pages, ())
            except Exception as error:  # noqa: BLE001 - one odd file must not end the scan
                source = self.source(core[0].path if core else pages[0].source.path)
                if source is not None:
                    self._skip(source, f"cannot be judged: {type(error).__name__}: {error}")
        self.modules.judge_only([])
        self.told = told
        self.result.findings += self._judged(environment, (), self.unread)

    def _widen(self) -> None:
        """Take in what uses the ids found so far by name: the calls that send them."""
        for path in list(self._readers()):
            if self.by_path[path].kind == "javascript":
                self._read(self.by_path[path])
            elif (module := self.modules.get(path)) is not None:
                self._take([module])
        self.pages = sent([self._joined(page) for page in self.pages])
        self.given = list(self._given())
        self._take([option.module for option, _ in self.given])
        said = variables(self.pages, self.vocabulary)
        options = [option for option, _ in self.given]
        self._take(widened(self.modules, self.places, said, options))
        self._take(handed(self.modules, self.places, options))

    def _joined(self, page: Page) -> Page:
        """*page* with what other scripts say of the clients it imports."""
        if page.kind != "javascript":
            return page
        paths = [path for path, c in self.by_path.items() if c.kind == "javascript"]
        settings = joined(page.source, page.settings, paths, self.source)
        return replace(page, settings=settings)

    def _given(self) -> Iterator[tuple[Option, Filled]]:
        """The options of the project's programs that commands give."""
        paths = [c.shown for c in self.by_path.values() if c.kind == "python"]
        installs = (
            self.source(path) for path in self.by_path if self.pages and names_programs(path)
        )
        texts = {source.path: source.text for source in installs if source is not None}
        scripts = Scripts(self.modules, paths, texts)
        for page in self.pages:
            yield from scripts.given(page, self.vocabulary)

    def _readers(self) -> Iterator[str]:
        """The modules, not judged yet, that read what other files set to a model id."""
        named = readers(self.pages, self.vocabulary)
        known = {module.path for module in self.core} | {page.path for page in self.pages}
        for path, candidate in self.by_path.items() if named else ():
            fresh = candidate.kind in ("python", "javascript") and path not in known
            if fresh and named and named.search(self.raw(path) or b""):
                yield path

    def _take(self, modules: Sequence[Module]) -> None:
        known = {module.path for module in self.core}
        for module in dict.fromkeys(modules):
            source = self.source(module.path) if module.path not in known else None
            if source is not None:
                module.unfold()
                self.core.append(module)
                self.told.pop(module.path, None)
                self.result.digests[module.path] = hashlib.sha256(source.data).hexdigest()

    def _environment(self) -> Environment:
        """What dotenv files and the like set, by variable, and commands, by option."""
        found = Environment()
        for option, filled in self.given:
            found.give(option, filled)
        for page in [*self.pages, *self._dotenvs()]:
            for setting in page.settings:
                if setting.kind == "value" and setting.value.strip():
                    found.add(page, setting)
        return found

    def _dotenvs(self) -> Iterator[Page]:
        """Dotenv files without a needle: they may still name a host."""
        known = {page.source.path for page in self.pages}
        for candidate in self.by_path.values():
            if candidate.kind == "dotenv" and candidate.shown not in known:
                source = self.source(candidate.shown)
                if source is not None:
                    yield Page(source, "dotenv", tuple(filetypes["dotenv"].settings(source)))

    def _read(self, candidate: Candidate) -> None:
        read = self.read(candidate, self.options)
        refused = read if isinstance(read, str) else ""
        data = read if isinstance(read, bytes) else files.beginning(candidate)
        if past := files.historical(candidate):
            self.result.skipped.append(Skipped(candidate.shown, past))
            return
        source = Source.from_bytes(data, candidate.shown)
        why = refused or files.unsuitable(candidate, data)
        if isinstance(source, Undecodable):
            legible = Source(candidate.shown, data, source.legible, "latin-1")
            self._skip(legible, why or source.reason)
            return
        if not why and candidate.kind == "python" and self._idle(source.text):
            return  # other files have words within words: `${MODEL:-deepseek-chat}`
        try:
            problem = why or self._parsed(candidate, source)
        except Exception as error:  # noqa: BLE001 - one odd file must not end the scan
            problem = f"cannot be judged: {type(error).__name__}: {error}"
        if problem:
            self._skip(source, problem)
        else:
            self.result.digests[candidate.shown] = hashlib.sha256(data).hexdigest()

    def _idle(self, text: str) -> bool:
        """Whether the needles in *text* are parts of other words, and nothing names a client."""
        return not self._names_client(text) and next(self.vocabulary.tokens(text), None) is None

    def _names_client(self, text: str) -> bool:
        return any(word in text for word in self.client_words)

    def _skip(self, source: Source, why: str) -> None:
        self.result.skipped.append(Skipped(source.path, why))
        self.unread.append((source, why))

    def _python(self, source: Source) -> str:
        """Take a module in, or what it tells; the reason why that cannot be, or `""`."""
        path, code = source.path, Whole(source)
        try:
            if self._names_client(source.text):
                found: Module | tuple[Place, ...] = Module.parse(path, code)
            else:
                found = only_told(path, code, self.vocabulary)
        except PARSE_ERRORS as error:
            return f"does not parse: {why_not(error)}"
        if isinstance(found, Module):
            self.modules.put(found)
            self.core.append(found)
        else:
            self.told[path] = found
        return ""

    def _parsed(self, candidate: Candidate, source: Source) -> str:
        """Take the file in; the reason why that cannot be, or `""`."""
        if candidate.kind == "python":
            return self._python(source)
        filetype = filetypes[candidate.kind]
        try:
            settings = tuple(filetype.settings(source))
            if candidate.ignored and not self.options.ignored_dotenv:
                settings = tuple(replace(s, locked="ignored by git") for s in settings)
            codes = list(filetype.codes(source))
        except ImportError as error:
            return str(error)
        except ValueError as error:
            return f"does not parse: {error}"
        self.pages.append(Page(source, candidate.kind, settings))
        for code in codes:
            with suppress(*PARSE_ERRORS):
                self.core.append(Module.parse(candidate.shown, code))
        return ""
