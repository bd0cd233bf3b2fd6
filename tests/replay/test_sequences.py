"""Random sequences of faults: whatever comes in whatever order, the promises hold."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate.catalogue import Catalogue
from migrate.errors import CredentialTrouble
from prompt_tests.asking.endpoint import Target
from prompt_tests.replaying import replay as running
from prompt_tests.replaying.session import open_run
from prompt_tests.replaying.sides import Fixed, describe
from prompt_tests.replaying.store import read_results
from prompt_tests.rundir import RunInfo
from prompt_tests.shapes.deadline import Bounds
from tests.replay.fault_server import FaultServer
from tests.replay.faults import FAULTS
from tests.replay.scenario import SECRET, recording

BOUNDS = Bounds(total=2.0, connect=1.0, first_byte=0.4, idle=0.3, first_wait=0.01)
SLOW = {"never_answers", "slow_header", "header_then_silence", "byte_drip", "stall", "too_large"}
QUICK = sorted(name for name, fault in FAULTS.items() if fault.plain and name not in SLOW)
NUMBER = itertools.count()

sequences = st.lists(st.sampled_from(["good", "good", "good", *QUICK]), min_size=1, max_size=12)


async def run(server: FaultServer, sequence: list[str], cases: int, jobs: int, root: Path) -> None:
    path = f"/sequence-{next(NUMBER)}/plain"
    server.sequences[path] = list(sequence)
    live = Fixed(Target("x:m", "x", "m", server.url + path, "KEY", SECRET), Catalogue({}))
    info = RunInfo("r", "0", "now", "x", "0", describe(None), describe(live))
    directory = open_run(root, info, (recording("plain", f"c{n}") for n in range(cases)))
    work = running.Work({"new": live}, jobs=jobs, bounds=BOUNDS)
    loop = asyncio.get_running_loop()
    began, stopped, claimed = loop.time(), "", None
    try:
        ended = await running.replay(root, work, lambda _: None)
        stopped, claimed = ended.stopped, ended.ledger.requests
    except CredentialTrouble as trouble:
        stopped = trouble.message
    took = loop.time() - began
    results = list(read_results(directory.results))
    keys = [result.key for result in results]
    assert len(keys) == len(set(keys)), "a case ended twice"
    assert stopped or len(keys) == cases, "a case has no end"
    assert all((r.reply.failure is None) != (r.reply.message is None) for r in results)
    assert all(len(r.attempts) <= 15 for r in results)
    kinds = Counter(a["kind"] for r in results for a in r.attempts)
    queue = 10.0 if kinds["http_429"] else 0.0  # for its turn, at the slowest pace there is
    assert took <= (BOUNDS.total + 2.0 + queue) * (cases / jobs + 1) + 3.0
    if claimed is not None:
        # a request on a connection that the server has just closed is sent but never seen, nor
        # is one whose deadline ends while it connects
        lost = sum(kinds[kind] for kind in ("reset", "timeout", "connect", "first_byte"))
        assert claimed - lost <= server.seen(path) <= claimed, kinds
        assert stopped or claimed == sum(len(r.attempts) for r in results)
    assert SECRET.encode() not in b"".join(f.read_bytes() for f in root.iterdir())


def check(server: FaultServer, sequence: list[str], cases: int, jobs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(server, sequence, cases, jobs, Path(folder)))


def promise(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@promise(40)
@given(sequences, st.integers(1, 6), st.integers(1, 3))
def test_a_random_sequence_of_faults_keeps_every_promise(
    faults: FaultServer, sequence: list[str], cases: int, jobs: int
) -> None:
    check(faults, sequence, cases, jobs)


@pytest.mark.slow
@promise(2000)
@given(sequences, st.integers(1, 6), st.integers(1, 3))
def test_2000_random_sequences_keep_every_promise(
    faults: FaultServer, sequence: list[str], cases: int, jobs: int
) -> None:
    check(faults, sequence, cases, jobs)
