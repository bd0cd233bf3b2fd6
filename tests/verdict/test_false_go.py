"""A GO that should not be: many ways to come by one, and none of them works.

Three runs that are not GO (a loss, too few cases, a protected flip) are tampered with in every way
we know; whatever `gate`, `report` and `compare` then say, it is not GO with exit code 0.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrate.cli import run as run_cli
from prompt_tests.replaying.results import encode
from prompt_tests.replaying.store import read_results
from tests.verdict.rundirs import write_run
from tests.verdict.world import FAIL, PASS, case, says, table

Tamper = Callable[[Path], None]
LOSS = table(12, 0, 188)
FEW = table(0, 0, 20)
PROTECTED = [*table(0, 0, 300), case("precious", PASS, FAIL, protected=True)]
RUNS = {"loss": LOSS, "protected": PROTECTED, "few": FEW}
WAYS: dict[str, Tamper] = {}


def way(function: Tamper) -> Tamper:
    WAYS[function.__name__] = function
    return function


def edit(path: Path, change: Callable[[Any], Any]) -> None:
    """Rewrite a JSON file by hand, as somebody with an editor would."""
    value = json.loads(path.read_text())
    path.write_text(json.dumps(change(value) or value))


def lines(run: Path, name: str, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = run / name
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def verdict_says(**fields: Any) -> Tamper:
    return lambda run: edit(run / "verdict.json", lambda value: value | fields)


def run_says(**fields: Any) -> Tamper:
    return lambda run: edit(run / "run.json", lambda value: value | fields)


def gate_says(**fields: Any) -> Tamper:
    return lambda run: edit(run / "run.json", lambda v: v | {"gate": v["gate"] | fields})


def side_says(side: str, **fields: Any) -> Tamper:
    return lambda run: edit(run / "run.json", lambda v: v | {side: v[side] | fields})


HUGE = 10**400
GO_TABLE = {"old": 1.0, "new": 1.0, "negative_flips": 0, "positive_flips": 0, "p": 1.0}
WAYS |= {
    "verdict: outcome": verdict_says(outcome="GO"),
    "verdict: lower case": verdict_says(outcome="go"),
    "verdict: outcome and table": verdict_says(
        outcome="GO", **{"pass": {**GO_TABLE, "ci": [0, 0]}}
    ),
    "verdict: table of NaN": verdict_says(outcome="GO", **{"pass": {**GO_TABLE, "ci": None}}),
    "verdict: no reasons": verdict_says(outcome="GO", reasons=[]),
    "verdict: no rules": verdict_says(outcome="GO", rules=[]),
    "verdict: fewer cases": verdict_says(outcome="GO", cases=1, n=1),
    "verdict: huge n": verdict_says(outcome="GO", n=HUGE),
    "verdict: negative errors": verdict_says(outcome="GO", errors={"old": -1, "new": -1}),
    "verdict: no protected flips": verdict_says(outcome="GO", protected_flips=[]),
    "verdict: overridden": verdict_says(override={"reason": "x", "by": "y", "at": "z"}),
    "verdict: advisory": verdict_says(outcome="GO", advisory=True),
    "verdict: margin": verdict_says(outcome="GO", margin=1.0),
    "verdict: another seal": verdict_says(outcome="GO", seal="0" * 64),
    "verdict: no seal": lambda run: edit(
        run / "verdict.json",
        lambda v: {k: i for k, i in v.items() if k != "seal"} | {"outcome": "GO"},
    ),
    "verdict: a list": lambda run: edit(run / "verdict.json", lambda v: [v]),
    "verdict: empty": lambda run: (run / "verdict.json").write_text("") and None,
    "verdict: null": lambda run: (run / "verdict.json").write_text("null") and None,
    "verdict: GO": lambda run: (run / "verdict.json").write_text('"GO"') and None,
    "verdict: deep": lambda run: (run / "verdict.json").write_text("[" * 100_000) and None,
    "verdict: a folder": lambda run: (
        (run / "verdict.json").unlink() or (run / "verdict.json").mkdir()
    ),
    "verdict: other version": verdict_says(schema="llm-cutover/verdict@2", outcome="GO"),
    "run: margin": gate_says(margin=1.0),
    "run: margin above all": gate_says(margin=1e9),
    "run: margin NaN": gate_says(margin=float("nan")),
    "run: margin text": gate_says(margin="1"),
    "run: errors allowed": gate_says(max_error_share=1.0),
    "run: unknown limit": gate_says(max_pain=1),
    "run: new side recorded": side_says("new", label="recorded"),
    "run: both recorded": lambda run: (
        side_says("new", label="recorded")(run) or side_says("old", label="recorded")(run)
    ),
    "run: sides are one": side_says("new", label="old:a"),
    "run: early stop": run_says(options={"early_stop": True}),
    "run: other recordings": run_says(recordings_sha256="0" * 64),
    "run: other version": run_says(schema="llm-cutover/run@2"),
    "run: no version": run_says(schema=None),
    "run: unknown field": run_says(outcome="GO"),
    "run: no gate": lambda run: edit(
        run / "run.json", lambda v: {k: i for k, i in v.items() if k != "gate"}
    ),
    "run: a list": lambda run: edit(run / "run.json", lambda v: [v]),
    "run: deep": lambda run: (run / "run.json").write_text("[" * 100_000) and None,
    "run: not UTF-8": lambda run: (run / "run.json").write_bytes(b"\xff\xfe{}") and None,
    "run: gone": lambda run: (run / "run.json").unlink(),
    "run: from elsewhere": lambda run: shutil.copy(run.parent / "good" / "run.json", run) and None,
}


def by_lines(name: str, file: str, change: Callable[[list[bytes]], list[bytes]]) -> None:
    WAYS[name] = lambda run: lines(run, file, change)


def without(word: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda rows: [row for row in rows if word not in row]


R, Q = "results.jsonl", "recordings.jsonl"
by_lines("results: failing answers gone", R, without(FAIL.encode()))
by_lines("results: one side gone", R, without(b'"side":"new"'))
by_lines("results: all but ten gone", R, lambda rows: rows[:20])
by_lines("results: first half gone", R, lambda rows: rows[len(rows) // 2 :])
by_lines(
    "results: answers made right",
    R,
    lambda rows: [r.replace(FAIL.encode(), PASS.encode()) for r in rows],
)
by_lines(
    "results: sides swapped",
    R,
    lambda rows: [r.replace(b'"old"', b'"???"').replace(b'"new"', b'"old"') for r in rows],
)
by_lines(
    "results: repeats renumbered",
    R,
    lambda rows: [r.replace(b'"repeat":0', b'"repeat":1') for r in rows],
)
by_lines(
    "results: checksums gone", R, lambda rows: [r.partition(b',"crc32"')[0] + b"}\n" for r in rows]
)
by_lines(
    "results: checksums zero",
    R,
    lambda rows: [r.rpartition(b':"')[0] + b':"00000000"}\n' for r in rows],
)
by_lines("results: last line torn", R, lambda rows: [*rows[:-1], rows[-1][:-9]])
by_lines("results: no last line end", R, lambda rows: [*rows[:-1], rows[-1][:-1]])
by_lines("results: blank lines", R, lambda rows: [b"\n", *rows])
by_lines("results: NUL bytes", R, lambda rows: [*rows[:9], b"\0" * 80 + b"\n", *rows[9:]])
by_lines("results: CRLF", R, lambda rows: [r[:-1] + b"\r\n" for r in rows])
by_lines("results: empty", R, lambda rows: [])
by_lines("results: reversed", R, lambda rows: rows[::-1])
by_lines("results: doubled", R, lambda rows: rows + rows)
by_lines("results: a list", R, lambda rows: [b"[]\n"])
by_lines("results: not JSON", R, lambda rows: [*rows, b"GO\n"])
by_lines("recordings: lost cases gone", Q, lambda rows: rows[12:])
by_lines(
    "recordings: assertions gone",
    Q,
    lambda rows: [r.replace(b'"expect"', b'"expekt"') for r in rows],
)
by_lines(
    "recordings: assertions weaker",
    Q,
    lambda rows: [r.replace(b'"equals"', b'"no_refusal"') for r in rows],
)
by_lines(
    "recordings: nothing protected",
    Q,
    lambda rows: [r.replace(b'"protected":true', b'"protected":false') for r in rows],
)
by_lines("recordings: one case", Q, lambda rows: rows[-1:])
by_lines("recordings: doubled", Q, lambda rows: rows + rows)
by_lines("recordings: empty", Q, lambda rows: [])
by_lines("recordings: reversed", Q, lambda rows: rows[::-1])
by_lines("recordings: a byte more", Q, lambda rows: [*rows, b"\n"])
by_lines("recordings: torn", Q, lambda rows: [*rows[:-1], rows[-1][:-4]])


@way
def results_gone(run: Path) -> None:
    (run / R).unlink()


@way
def recordings_gone(run: Path) -> None:
    (run / Q).unlink()


@way
def results_of_a_better_run(run: Path) -> None:
    shutil.copy(run.parent / "good" / R, run / R)


@way
def results_of_a_better_run_appended(run: Path) -> None:
    with (run / R).open("ab") as file:
        file.write((run.parent / "good" / R).read_bytes())


@way
def results_of_a_better_run_in_front(run: Path) -> None:
    (run / R).write_bytes((run.parent / "good" / R).read_bytes() + (run / R).read_bytes())


@way
def verdict_of_a_better_run(run: Path) -> None:
    shutil.copy(run.parent / "good" / "verdict.json", run)


@way
def results_and_verdict_of_a_run_with_another_model(run: Path) -> None:
    for name in (R, "verdict.json"):
        shutil.copy(run.parent / "elsewhere" / name, run)


@way
def results_of_another_run_and_no_verdict(run: Path) -> None:
    (run / "verdict.json").unlink()
    shutil.copy(run.parent / "later" / R, run)


@way
def some_results_of_another_run_and_no_verdict(run: Path) -> None:
    (run / "verdict.json").unlink()
    theirs = (run.parent / "later" / R).read_bytes().splitlines(keepends=True)
    lines(run, R, lambda rows: [*rows[:-60], *theirs[-60:]])


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs with verdicts: three that are not GO, and good ones to steal from."""
    folder = tmp_path_factory.mktemp("runs")
    for name, cases in RUNS.items():
        good = [case(c.recording.id, PASS, PASS) for c in cases]
        for kind, told in (("bad", cases), ("good", good)):
            run_cli(["gate", str(write_run(folder / name / kind, told))])
        write_run(folder / name / "later", good, run_id="ffffffffffff")
        elsewhere = write_run(folder / name / "elsewhere", good, new="other:m")
        run_cli(["gate", str(elsewhere)])
    return folder


def all_ways(slow: bool) -> list[Any]:
    """Every way on every run; the default suite takes one run for each way."""
    names = list(RUNS)
    pairs = [(way_, name) for way_ in WAYS for name in names]
    first = [(way_, names[place % 2]) for place, way_ in enumerate(WAYS)]
    return [pair for pair in pairs if pair not in first] if slow else first


def stays_out(runs: Path, tmp_path: Path, capsys: Any, tamper: str, name: str) -> None:
    shutil.copytree(runs / name, tmp_path / name)
    run = tmp_path / name / "bad"
    WAYS[tamper](run)
    capsys.readouterr()
    code = run_cli(["gate", str(run)])
    assert code in (1, 2, 3)
    assert not capsys.readouterr().out.startswith("GO")
    code = run_cli(["report", str(run), "-f", "text", "-o", "-"])
    assert code in (0, 2)
    assert not capsys.readouterr().out.startswith(("GO", "ADVISORY GO", "OVERRIDDEN"))


@pytest.mark.parametrize(("tamper", "name"), all_ways(slow=False))
def test_no_way_leads_to_go(
    tamper: str, name: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stays_out(runs, tmp_path, capsys, tamper, name)


@pytest.mark.slow
@pytest.mark.parametrize(("tamper", "name"), all_ways(slow=True))
def test_no_way_leads_to_go_on_any_run(
    tamper: str, name: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stays_out(runs, tmp_path, capsys, tamper, name)


def test_without_its_verdict_a_run_whose_answers_were_taken_out_is_undecided(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(runs / "loss", tmp_path / "loss")
    run = tmp_path / "loss" / "bad"
    (run / "verdict.json").unlink()
    lines(run, R, without(FAIL.encode()))
    assert run_cli(["gate", str(run)]) == 3
    assert "12 cases of them were never asked" in capsys.readouterr().out


def test_results_of_another_run_of_the_same_recordings_are_refused_by_their_run(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(runs / "loss", tmp_path / "loss")
    run = tmp_path / "loss" / "bad"
    results_of_another_run_and_no_verdict(run)
    assert run_cli(["gate", str(run)]) == 2
    told = capsys.readouterr().err
    assert "results.jsonl: holds an answer of the run 'ffffffffffff'" in told.replace("\n", " ")


def test_results_of_a_version_that_did_not_name_the_run_are_read(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(runs / "loss" / "later", tmp_path / "run")
    path = tmp_path / "run" / R
    results = list(read_results(path))
    path.write_bytes(b"".join(encode(replace(result, run="")) for result in results))
    assert b'"run"' not in path.read_bytes()
    assert run_cli(["gate", str(tmp_path / "run")]) == 0


@pytest.mark.parametrize("measure", [float("nan"), float("inf"), -1.0, 1e308])
@pytest.mark.parametrize("name", ["latency_ms", "ttft_ms", "cost_usd"])
def test_a_measure_that_cannot_be_is_exit_2_with_its_line(
    name: str, measure: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [case(f"case-{n}", PASS, says(PASS, **{name: 5.0})) for n in range(150)]
    bad = case("odd", PASS, says(PASS, **{name: measure}))
    run = write_run(tmp_path / "run", [*good, bad])
    assert run_cli(["gate", str(run)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "results.jsonl:302: damaged:" in told
    assert "measures nothing" in told
