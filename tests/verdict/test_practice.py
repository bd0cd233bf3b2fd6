"""Answers of real models with known correctness: flips and p against a count of our own."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations, permutations
from math import comb
from pathlib import Path
from typing import Any

import pytest

from prompt_tests.judging.gate import decide
from prompt_tests.judging.judge import judge
from prompt_tests.recording import Recording
from prompt_tests.reply import Case, Reply
from prompt_tests.rundir import Gate
from prompt_tests.verdict import Verdict

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "practice" / "conversations"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="practice conversations not here")

SIX = "gsm8k_json_answers"
FIVE_RUNS = "same_model_five_runs"
FENCES = "code_answers_fencing"
LLAMA = ("Llama-3.1-405B-Inst-fp8@together", "Llama-3.1-405B-Inst@hyperbolic")


@cache
def rows(name: str) -> dict[tuple[str, int], dict[str, Any]]:
    """(model, trial) -> id -> row."""
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    with gzip.open(FOLDER / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            found[row["model"], row["trial"]][row["id"]] = row
    return dict(found)


def marked(row: dict[str, Any]) -> Reply:
    """The answer with a word in front that says whether its label calls it right."""
    word = "right" if row["label"]["correct"] else "wrong"
    return Reply(message={"content": f"{word} {row['response']['message'].get('content')}"})


def verdict(name: str, old: tuple[str, int], new: tuple[str, int]) -> tuple[Verdict, Any]:
    """The verdict by the labels, and (b, c, n, p) counted here."""
    before, after = rows(name)[old], rows(name)[new]
    expect = ({"type": "regex", "pattern": "^right"},)
    cases, table = [], Counter[tuple[bool, bool]]()
    for key in before.keys() & after.keys():
        pair = before[key], after[key]
        request = {"model": old[0], "messages": pair[0]["messages"]}
        recording = Recording(key, request, expect=expect)
        cases.append(Case(recording, (marked(pair[0]),), (marked(pair[1]),)))
        table[tuple(bool(row["label"]["correct"]) for row in pair)] += 1  # type: ignore[index]
    b, c, n = table[True, False], table[False, True], table.total()
    p = min(1.0, sum(comb(b + c, k) for k in range(max(b, c), b + c + 1)) * 2 / 2 ** (b + c))
    return decide(judge(cases), Gate()), (b, c, n, p)


def counted(found: Verdict) -> Any:
    flips = found.flips
    return flips.negative_flips, flips.positive_flips, found.n, flips.p


def test_a_regression_is_no_go_and_its_flips_are_the_labels() -> None:
    found, own = verdict(SIX, ("gpt-4o-mini-2024-07-18", 0), ("gpt-3.5-turbo-0125", 0))
    assert counted(found) == pytest.approx(own)
    assert own[:3] == (208, 25, 1319)
    assert found.outcome == "NO-GO"


@pytest.mark.parametrize("pair", list(permutations(LLAMA)))
def test_the_same_weights_on_another_host_are_go(pair: tuple[str, str]) -> None:
    found, own = verdict(SIX, (pair[0], 0), (pair[1], 0))
    assert counted(found) == pytest.approx(own)
    assert found.outcome == "GO"


@pytest.mark.slow
def test_all_pairs_of_six_models_agree_with_the_count() -> None:
    outcomes = Counter()
    for old, new in permutations(rows(SIX), 2):
        found, own = verdict(SIX, old, new)
        assert counted(found) == pytest.approx(own)
        loss = (own[0] - own[1]) / own[2]
        outcomes[found.outcome] += 1
        assert found.outcome != "GO" or loss < 0.02
        assert found.outcome != "NO-GO" or loss > 0
    assert outcomes["NO-GO"] > 0


def test_five_runs_of_one_model_are_never_no_go() -> None:
    trials = sorted(rows(FIVE_RUNS))
    outcomes = Counter()
    for old, new in combinations(trials, 2):
        found, own = verdict(FIVE_RUNS, old, new)
        assert counted(found) == pytest.approx(own)
        outcomes[found.outcome] += 1
    assert outcomes["NO-GO"] == 0


def test_fences_that_appear_are_named_without_any_assertion() -> None:
    models = {model: answers for (model, _), answers in rows(FENCES).items()}
    fences = {model: fenced(answers) for model, answers in models.items()}
    pairs = [(old, new) for old, new in permutations(models, 2) if fences[new] - fences[old] >= 3]
    assert pairs, "the data has such pairs"
    for pair in pairs:
        found = decide(judge(bare_cases(models[pair[0]], models[pair[1]])), Gate())
        assert found.outcome == "UNDECIDED"
        assert any("[format.fence_added]" in note for note in found.notes), pair


def bare_cases(before: dict[str, Any], after: dict[str, Any]) -> list[Case]:
    cases = []
    for key in before.keys() & after.keys():
        request = {"model": "old", "messages": before[key]["messages"]}
        old, new = (Reply(message=side[key]["response"]["message"]) for side in (before, after))
        cases.append(Case(Recording(key, request), (old,), (new,)))
    return cases


def fenced(answers: dict[str, Any]) -> int:
    texts = (row["response"]["message"].get("content") or "" for row in answers.values())
    return sum(bool(re.search(r"^```", text, re.M)) for text in texts)
