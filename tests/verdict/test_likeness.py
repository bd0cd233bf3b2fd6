"""`similarity` by embeddings: asked through the door, once a pair, kept in the run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from migrate.cli import run as run_cli
from prompt_tests.recording import Recording, Response
from prompt_tests.recordings.write import write_recordings
from prompt_tests.serve.answers import Answers
from prompt_tests.serve.app import build
from prompt_tests.serve.background import background
from prompt_tests.shapes.check_response import Fault
from prompt_tests.shapes.deadline import Bounds
from prompt_tests.shapes.embeddings import read_embeddings
from prompt_tests.statistics.vectors import cosine

LIKE = ({"type": "similarity", "at_least": 0.6, "embeddings": "e:m"},)
BEFORE = "The refund was sent to your account on Monday."
NEAR = "The refund was sent to your account on Tuesday."
FAR = "I like cats."


def recorded(name: str, answer: str, model: str = "old", expect: Any = LIKE) -> Recording:
    request = {"model": model, "messages": [{"role": "user", "content": f"Where is it? {name}"}]}
    return Recording(name, request, Response({"content": answer}), expect=expect)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A server with the new answers: one in ten is about something else; and the old ones."""
    names = [f"c{i}" for i in range(160)]
    write_recordings((recorded(name, BEFORE) for name in names), tmp_path / "old.jsonl")
    new = [recorded(n, FAR if i % 10 == 0 else NEAR, "new") for i, n in enumerate(names)]
    with background(build(Answers(new))) as address:
        yield address


def replay(folder: Path, url: str, *more: str, embedder: str = "") -> int:
    words = ["--old", "recorded", "--new", "x:new", "--out", str(folder / "run")]
    doors = ["--endpoint", f"x={url}", "--endpoint", f"e={embedder or url}"]
    alone = [] if "--config" in more else ["--isolated"]
    return run_cli(["replay", str(folder / "old.jsonl"), *words, *doors, *alone, *more])


def test_answers_that_mean_something_else_are_regressions(url: str, tmp_path: Path) -> None:
    assert replay(tmp_path, url) == 1
    verdict = json.loads((tmp_path / "run" / "verdict.json").read_text())
    assert (verdict["n"], verdict["pass"]["negative_flips"]) == (160, 16)
    assert len((tmp_path / "run" / "likeness.jsonl").read_text().splitlines()) == 2  # two pairs


def test_the_run_is_complete_in_itself(url: str, tmp_path: Path, capsys: Any) -> None:
    replay(tmp_path, url, embedder=url)
    assert run_cli(["gate", str(tmp_path / "run")]) == 1
    assert run_cli(["report", str(tmp_path / "run"), "-f", "junit", "-o", "-"]) == 0
    assert "similarity 0." in capsys.readouterr().out


def test_what_embeddings_said_cannot_be_edited(url: str, tmp_path: Path, capsys: Any) -> None:
    replay(tmp_path, url)
    path = tmp_path / "run" / "likeness.jsonl"
    path.write_text(path.read_text().replace('"likeness": 0', '"likeness": 1'))
    assert run_cli(["gate", str(tmp_path / "run")]) == 2
    assert "likeness.jsonl:1: damaged" in capsys.readouterr().err
    path.unlink()
    assert run_cli(["gate", str(tmp_path / "run")]) == 2
    (tmp_path / "run" / "verdict.json").unlink()
    assert run_cli(["gate", str(tmp_path / "run")]) == 3


def test_a_cap_leaves_it_undecided_and_the_same_command_goes_on(url: str, tmp_path: Path) -> None:
    assert replay(tmp_path, url, "--max-requests", "160") == 3
    assert replay(tmp_path, url) == 1
    assert replay(tmp_path, url, "--max-requests", "161") == 1  # nothing left to ask


@pytest.mark.parametrize("said", [{}, {"data": []}, {"data": [{"index": 0, "embedding": [1]}]}])
def test_nonsense_from_the_embedding_model_is_never_go(
    said: dict[str, Any], url: str, tmp_path: Path, capsys: Any
) -> None:
    async def answer(_: Request) -> JSONResponse:
        return JSONResponse(said)

    app = Starlette(routes=[Route("/v1/embeddings", answer, methods=["POST"])])
    with background(app) as broken:
        assert replay(tmp_path, url, "--timeout", "1", embedder=broken) == 3
    assert "embeddings" in capsys.readouterr().out


def test_the_policy_and_the_cap_on_money_hold(url: str, tmp_path: Path, capsys: Any) -> None:
    assert replay(tmp_path, url, "--max-cost", "1") == 2
    assert "the price of" in capsys.readouterr().err
    plan = tmp_path / "plan.toml"
    plan.write_text('[policy]\ndeny = ["embed.invalid"]\n')
    away = "http://embed.invalid/v1"
    assert replay(tmp_path, url, "--config", str(plan), embedder=away) == 2
    assert "e:m: the policy denies 'embed.invalid'" in capsys.readouterr().err
    assert replay(tmp_path, url, "--early-stop") == 2
    assert "exclude `embeddings`" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("label", ["m", ":m", "e:", 5, None])
def test_a_label_that_is_none_is_refused(label: Any, tmp_path: Path, capsys: Any) -> None:
    expect = ({"type": "similarity", "at_least": 0.5, "embeddings": label},)
    write_recordings([recorded("c", BEFORE, expect=expect)], tmp_path / "old.jsonl")
    assert replay(tmp_path, "http://127.0.0.1:9/v1") == 2
    assert "assertion 1: similarity: `embeddings`" in capsys.readouterr().err


@pytest.mark.parametrize(
    "row",
    [
        {"embedding": [1.0]},
        {"index": 0, "embedding": "x"},
        {"index": 0, "embedding": []},
        {"index": 0, "embedding": [None]},
        {"index": 0, "embedding": [True]},
        {"index": 0, "embedding": [1e300]},
        {"index": 0, "embedding": [float("nan")]},
        {"index": 0, "embedding": [0, 0.0]},
        {"index": 1, "embedding": [1.0]},
        {"index": 0},
        5,
    ],
)
def test_an_embedding_that_is_none_is_a_fault(row: Any) -> None:
    with pytest.raises(Fault):
        read_embeddings(json.dumps({"data": [row]}).encode(), "application/json", Bounds())


def test_serve_gives_the_same_vector_for_the_same_text(url: str) -> None:
    from openai import OpenAI

    with OpenAI(base_url=url, api_key="none") as client:
        near, far, again = (
            client.embeddings.create(model="any", input=text).data[0].embedding
            for text in (NEAR, FAR, NEAR)
        )
    assert near == again
    assert len(near) == 256
    plain = httpx2.post(f"{url}/embeddings", json={"model": "any", "input": [BEFORE, NEAR]}).json()
    before, same = (row["embedding"] for row in plain["data"])
    assert same == pytest.approx(near, abs=1e-6)
    assert cosine(before, near) > 0.6 > cosine(before, far)
    for wrong in ({"input": "x"}, {"model": "m", "input": ""}, {"model": "m", "input": [1, 2]}):
        assert httpx2.post(f"{url}/embeddings", json=wrong).status_code == 400


def test_the_cosine_tells_directions_apart_and_not_lengths() -> None:
    assert cosine([1, 0], [0, 2]) == 0
    assert cosine([1, 2], [2, 4]) == pytest.approx(1)
    assert cosine([1, 2], [-1, -2]) == pytest.approx(-1)
    assert cosine([0, 0], [1, 2]) == 0
    with pytest.raises(ValueError, match="1 and 2 dimensions"):
        cosine([1], [1, 2])
