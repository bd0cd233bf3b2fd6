"""What a run may use: tokens of all calls, money of one case; prices that only the user knows."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from prompt_tests.asking.ledger import Caps, Ledger, Stopped
from prompt_tests.asking.purse import Purse
from prompt_tests.recording import Recording, Response
from prompt_tests.recordings.write import write_recordings
from prompt_tests.replaying.claims import read_claims
from prompt_tests.shapes.fault import Fault
from tests.replay.test_command import model, replay, results, verdict

USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def recording(number: int, name: str, text: str = "Question") -> Recording:
    """A call that may use some 100 tokens, and uses 15."""
    messages = [{"role": "user", "content": f"{text} {number}?"}]
    response = Response({"role": "assistant", "content": "Yes."}, usage=USAGE)
    request = {"model": name, "messages": messages, "max_tokens": 20}
    expect = ({"type": "contains", "value": "Yes"},)
    return Recording(f"q{number}", request, response, expect=expect)


@pytest.fixture
def asked(tmp_path: Path) -> list[Any]:
    """What every command here begins with: nine short questions and a long one."""
    texts = ["Question"] * 9 + ["Long " * 200]
    path = tmp_path / "old.jsonl"
    write_recordings((recording(n, "old-m", text) for n, text in enumerate(texts)), path)
    return [path, "--old", "recorded", "--new", "x:new-m", "--out", tmp_path / "run", "--jobs", 1]


@pytest.fixture
def answers() -> list[Recording]:
    return [recording(n, "new-m") for n in range(9)] + [recording(9, "new-m", "Long " * 200)]


def test_tokens_are_counted_over_all_starts_and_never_pass_their_cap(
    asked: list[Any], answers: list[Recording], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with model(*answers) as url:
        asked += ["--endpoint", f"x={url}"]
        assert replay(*asked, "--max-tokens-total", 200) == 3
        first = read_claims(tmp_path / "run" / "claims.jsonl").tokens
        assert 90 <= first <= 200
        assert f"{first} tokens" in capsys.readouterr().err
        assert "--max-tokens-total 200" in verdict(tmp_path / "run")["reasons"][0]
        assert replay(*asked, "--max-tokens-total", 200) == 3
        assert read_claims(tmp_path / "run" / "claims.jsonl").tokens <= 200
        assert replay(*asked, "--max-tokens-total", 100_000) in (0, 3)
    assert read_claims(tmp_path / "run" / "claims.jsonl").tokens == 150
    assert len(results(tmp_path / "run")) == 10


def test_a_price_that_the_user_says_counts_and_caps(
    asked: list[Any], answers: list[Recording], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with model(*answers) as url:
        asked += ["--endpoint", f"x={url}"]
        assert replay(*asked, "--max-cost", 1) == 2
        assert "--price MODEL=IN/OUT" in capsys.readouterr().err
        assert replay(*asked, "--max-cost", 99, "--price", "x:new-m=1000/2000.5") in (0, 3)
    costs = {line["reply"]["cost_usd"] for line in results(tmp_path / "run")}
    assert [round(cost, 7) for cost in costs] == [0.0200025]
    assert "10 requests, $0.2000 spent" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--price", "new-m"], "MODEL=IN/OUT"),
        (["--price", "new-m=1"], "MODEL=IN/OUT"),
        (["--price", "new-m=-1/2"], "MODEL=IN/OUT"),
        (["--price", "new-m=nan/2"], "MODEL=IN/OUT"),
        (["--price", "new-m=1/2", "--price", "new-m=1/2"], "given twice"),
        (["--price", "new_m=1/2"], "no question goes to it"),
        (["--max-cost-per-case", "1"], "the price of x:new-m is unknown"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    asked: list[Any], words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay(*asked, "--endpoint", "x=http://127.0.0.1:9", *words) == 2
    assert told in capsys.readouterr().err


def test_a_case_that_may_cost_too_much_is_an_error_and_the_others_go_on(
    asked: list[Any], answers: list[Recording], tmp_path: Path
) -> None:
    price = ["--price", "new-m=1000/1000", "--max-cost-per-case", "0.5"]
    with model(*answers) as url:
        assert replay(*asked, "--endpoint", f"x={url}", *price) == 3
    *short, long = sorted(results(tmp_path / "run"), key=lambda line: str(line["case"]))
    assert [line["reply"]["attempts"] for line in short] == [1] * 9
    assert long["reply"]["failure"]["kind"] == "case_cap"
    assert "--max-cost-per-case 0.5: $0.0000 used" in long["reply"]["failure"]["message"]
    assert long["reply"]["attempts"] == 0
    assert read_claims(tmp_path / "run" / "claims.jsonl").requests == 9


def test_what_a_batch_may_cost_a_case_is_limited_before_it_is_handed_in(
    asked: list[Any], answers: list[Recording], tmp_path: Path
) -> None:
    caps = ["--batch", "--price", "new-m=1000/1000", "--max-cost-per-case", "0.25"]
    with model(*answers) as url:
        assert replay(*asked, "--endpoint", f"x={url}", *caps, "--repeats", 2) == 3
    lines = results(tmp_path / "run")
    kinds = {(line["case"], line["repeat"]): line["reply"].get("failure") for line in lines}
    assert [case for case, repeat in kinds if repeat == 0 and kinds[case, 0]] == ["q9"]
    assert {failure["kind"] for failure in kinds.values() if failure} == {"case_cap"}
    assert len(kinds) == 20
    assert read_claims(tmp_path / "run" / "claims.jsonl").requests == 18


def test_all_answers_to_a_case_share_its_money(
    asked: list[Any], answers: list[Recording], tmp_path: Path
) -> None:
    price = ["--price", "new-m=1000/1000", "--max-cost-per-case", "0.15", "--repeats", 9]
    with model(*answers) as url:
        assert replay(*asked, "--endpoint", f"x={url}", *price, "--jobs", 9) == 3
    replies = [line["reply"] for line in results(tmp_path / "run") if line["case"] == "q0"]
    costs = [reply["cost_usd"] for reply in replies if "failure" not in reply]
    assert 1 <= len(costs) < 9
    assert sum(costs) <= 0.15


def test_a_purse_waits_for_its_own_reservations_and_gives_back_what_the_run_refuses() -> None:
    run = Ledger(Caps(requests=2))
    purse = Purse(run, 1.0)

    async def use() -> None:
        first = await purse.claim(0.8)
        waiting = asyncio.create_task(purse.claim(0.8))
        await asyncio.sleep(0)
        assert not waiting.done()
        purse.settle(first, 0.1, billed=True)
        purse.settle(await waiting, None, billed=False)
        with pytest.raises(Stopped, match="--max-requests 2"):
            await purse.claim(0.8)
        with pytest.raises(Fault):
            await purse.claim(0.95)

    asyncio.run(use())
    assert (run.requests, run.spent, run.held, run.reserved) == (2, 0.1, 0.0, pytest.approx(0.0))


def test_tokens_of_an_attempt_that_was_cut_off_stay_charged() -> None:
    ledger = Ledger(Caps(tokens=100))

    async def use() -> None:
        ledger.settle(await ledger.claim(None, 60), None, billed=True)
        ledger.settle(await ledger.claim(None, 40), None, billed=False)
        ledger.settle(await ledger.claim(None, 40), None, billed=True, tokens=7)
        with pytest.raises(Stopped, match="--max-tokens-total 100: 67 used"):
            await ledger.claim(None, 40)

    asyncio.run(use())
    assert (ledger.tokens, ledger.reserved_tokens) == (67, 0)
