"""Scanning many repositories at once, on whatever runs functions: a pool, or a Dask cluster.

A cluster's workers must see the same files under the same paths and have the same llm-cutover. They
exchange pickles with whoever can reach the scheduler, so its address must be one that you trust.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from codemods import engine
from codemods.engine import ScanOptions
from codemods.finding import ScanResult
from codemods.texts import Texts
from migrate.errors import Trouble

if TYPE_CHECKING:
    from migrate.plan import Plan

CONNECT_SECONDS = 10


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The Dask cluster whose scheduler listens at *address*; raises Trouble."""
    try:
        client_of = import_module("distributed").Client  # by name: an extra, and untyped
    except ImportError:
        hint = "pip install 'llm-cutover[dask]'"
        raise Trouble("--scheduler needs the extra 'dask'", hint=hint) from None
    try:
        client = client_of(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:  # a timeout is an OSError
        hint = "start one with `dask scheduler`, workers with `dask worker ADDRESS`"
        raise Trouble(f"no Dask scheduler at {address}: {error}", hint=hint) from None
    with client:
        yield client.get_executor()


def scan(paths: Sequence[str], plan: Plan, options: ScanOptions, executor: Executor) -> ScanResult:
    """What `engine.scan` finds, each of *paths* a task of its own; one path is cut up by files."""
    if len(paths) < 2:
        return engine.scan(paths, plan, options, executor=executor)
    here = os.getcwd()
    count = len(paths)
    parts = executor.map(_scan_one, [here] * count, paths, [plan] * count, [options] * count)
    return _joined(list(parts))


def _scan_one(here: str, path: str, plan: Plan, options: ScanOptions) -> ScanResult:
    """In a worker: all tasks of one scan work in the folder that the user is in."""
    if os.getcwd() != here:
        os.chdir(here)
    return engine.scan([path], plan, options)


def _joined(parts: Sequence[ScanResult]) -> ScanResult:
    found = {finding for part in parts for finding in part.findings}
    findings = sorted(found, key=lambda f: (f.path, f.span.start, f.span.end, f.rule, f.reason))
    return ScanResult(
        findings=tuple(findings),
        read=sum(part.read for part in parts),
        matched=sum(part.matched for part in parts),
        skipped=tuple(
            sorted({s for p in parts for s in p.skipped}, key=lambda s: (s.path, s.reason))
        ),
        texts=Texts(finding.path for finding in findings),
        digests={path: digest for part in parts for path, digest in part.digests.items()},
        notices=tuple(dict.fromkeys(notice for part in parts for notice in part.notices)),
    )
