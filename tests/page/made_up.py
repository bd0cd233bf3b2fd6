"""Judged runs made up from a seed: the same seed gives the same run, of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from prompt_tests.judgement import ORDERS, CaseStatus, Check, Difference, JudgedCase, Opinion
from prompt_tests.recording import CallSite, Recording, Usage
from prompt_tests.reply import Case, Failure, Reply
from prompt_tests.reports import JudgedRun
from prompt_tests.rundir import RunInfo, SideInfo
from prompt_tests.verdict import (
    Cause,
    Confirmation,
    Flips,
    Metric,
    Noise,
    NoiseRow,
    Rule,
    Verdict,
)

_WORDS = (
    "the order was shipped on Monday and should arrive within three days unless the carrier "
    "reports a delay refund policy allows returns for thirty days after delivery please keep "
    "receipt account number invoice total amount due balance customer support agent replied "
    "because warehouse confirmed item damaged during transport we offer replacement or credit"
)
WORDS = _WORDS.split()


def sentence(rng: random.Random) -> str:
    picked = [rng.choice(WORDS) for _ in range(rng.randint(8, 22))]
    return " ".join(picked).capitalize() + "."


def text(rng: random.Random, least: int, most: int) -> str:
    return " ".join(sentence(rng) for _ in range(rng.randint(least, most)))


def reworded(rng: random.Random, said: str) -> str:
    return " ".join(
        rng.choice(WORDS) if rng.random() < 1 / 12 else word for word in said.split(" ")
    )


def recording(rng: random.Random, number: int) -> Recording:
    turns = 1 if rng.random() < 0.7 else rng.randint(2, 5)
    messages: list[dict[str, object]] = [{"role": "system", "content": "You are a support agent."}]
    for _ in range(turns - 1):
        messages.append({"role": "user", "content": text(rng, 1, 4)})
        messages.append({"role": "assistant", "content": text(rng, 3, 9)})
    messages.append({"role": "user", "content": text(rng, 1, 4)})
    return Recording(
        id=f"case-{number:05d}",
        request={"model": "deepseek-chat", "messages": messages, "temperature": 0},
        expect=({"type": "contains", "value": "refund"},),
        tags=(rng.choice(("refunds", "orders", "triage", "billing", "smalltalk")),),
        protected=rng.random() < 0.01,
        call_site=CallSite("desk/refunds.py", 31, "answer"),
    )


def reply(rng: random.Random, said: str, call: str, slow: float) -> Reply:
    message: dict[str, object] = {"role": "assistant", "content": said}
    if call:
        message["tool_calls"] = [
            {"id": "call_1", "type": "function", "function": {"name": "search", "arguments": call}}
        ]
    return Reply(
        message=message,
        finish_reason="tool_calls" if call else "stop",
        usage=Usage(input=rng.randint(100, 900), output=len(said) // 4),
        model="deepseek-v4-flash",
        latency_ms=slow * rng.lognormvariate(6.5, 0.5),
        cost_usd=len(said) * 1e-7 * slow,
    )


def judged(rng: random.Random, number: int) -> JudgedCase:
    asked = recording(rng, number)
    said, call = text(rng, 3, 9), '{"query": "order 17", "limit": 3}' if rng.random() < 0.25 else ""
    old = reply(rng, said, call, 1.0)
    kind = rng.random()
    if kind < 0.55:
        same = reply(rng, said, call, 1.2)
        return case(asked, old, same, (), "same")
    if kind < 0.56:
        return case(asked, old, Reply(failure=Failure("timeout", "no answer in 60 s")), (), "error")
    new = reply(rng, reworded(rng, said), call.replace("3", '"3"'), 1.2)
    found = [Difference("text")]
    if call:
        found.append(Difference("tool.argument_type", "search.limit", 3, "3"))
    if rng.random() < 0.2:
        found.append(Difference("format.fence_added"))
    status: CaseStatus = "regressed" if kind < 0.6 else "fixed" if kind < 0.61 else "changed"
    return case(asked, old, new, tuple(found), status)


def case(
    asked: Recording, old: Reply, new: Reply, found: tuple[Difference, ...], status: CaseStatus
) -> JudgedCase:
    good = Check("contains", True, "")
    bad = Check("contains", False, "'refund' is not in the text")
    checks = {"regressed": (good, bad), "fixed": (bad, good), "error": (None, None)}
    before, after = checks.get(status, (good, good))
    return JudgedCase(
        Case(asked, (old,), (new,)),
        (before,) if before else (),
        (after,) if after else (),
        found,
        status,
        opinions=opinions(asked) if status == "changed" else (),
    )


SAID = ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (1.0, 0.0))


def opinions(asked: Recording) -> tuple[Opinion, ...]:
    """Every third case was put before a judge; now and then it likes what stands first."""
    number = int(asked.id.rpartition("-")[2])
    both = zip(ORDERS, SAID[number // 3 % 4], strict=True) if number % 3 == 0 else ()
    return tuple(
        Opinion("openai:gpt-4.1", asked.id, order, "o n 5f0c7a12b3d4e5f6", score, "It is right.")
        for order, score in both
    )


@dataclass(frozen=True)
class Cases:
    """Made anew each time they are gone through, so that memory stays flat."""

    size: int
    seed: int = 1

    def __iter__(self) -> Iterator[JudgedCase]:
        rng = random.Random(self.seed)
        for number in range(self.size):
            yield judged(rng, number)


def verdict(n: int = 1000) -> Verdict:
    return Verdict(
        outcome="NO-GO",
        reasons=(
            f"41 of {n:,} cases pass on the old and fail on the new side, 10 the reverse "
            "(McNemar p = 0.00001; net −3.1 points, 95 % interval −4.6 to −1.6; margin 2 points)",
            "latency, median is 1.2 x the old; no limit was set",
        ),
        n=n,
        cases=n,
        errors={"old": 0, "new": 10},
        flips=Flips(0.97, 0.94, 41, 10, 0.00001, (-0.046, -0.016)),
        margin=0.02,
        rules=(
            Rule("errors", "at most 1 %", "1 %", "GO"),
            Rule("protected cases", "none may flip", "none of 12", "GO"),
            Rule("passing", "net loss above −2 points", "−3.1 [−4.6, −1.6]", "NO-GO"),
        ),
        metrics=(
            Metric("cost", "USD per case", 0.00021, 0.00026, (0.00002, 0.00008), n),
            Metric("output tokens", "per case", 181.2, 182.9, (-0.5, 3.6), n),
            Metric("refusals", "share of cases", 0.0, 0.004, (-0.001, 0.009), n),
            Metric("latency, median", "ms", 665.0, 798.0, None, n),
        ),
        causes=(
            Cause("format.fence_added", 25, n, 6, (("$.items[*].id", 12),), ("case-00001",)),
            Cause("text", 121, n, 8),
        ),
        noise=Noise(
            "old",
            "the old model asked again",
            n,
            n,
            1,
            (
                NoiseRow("format.fence_added", 25, 0.0, 3e-8, 9e-8, True),
                NoiseRow("text", 121, 104.0, 0.11, 0.2, False),
            ),
        ),
        confirmations=(
            Confirmation("case-00021", "negative", (5, 5), (0, 5), 0.998, "confirmed"),
            Confirmation("case-00046", "negative", (3, 5), (2, 5), 0.7, "flaky"),
        ),
        notes=("Latency is bound by this machine: the event loop lagged.",),
        by_tag={
            "refunds": Flips(0.97, 0.9, 22, 1, 0.0001, None),
            "orders": Flips(0.97, 0.95, 12, 6, 0.2, None),
            "billing": Flips(0.97, 0.96, 7, 3, 0.3, None),
        },
    )


def run(size: int, seed: int = 1) -> JudgedRun:
    info = RunInfo(
        id="20261120-101500-4f2a",
        tool_version="0.1.0",
        started="2026-11-20T10:15:00Z",
        recordings="recordings/desk.jsonl",
        recordings_sha256="9f" * 32,
        old=SideInfo("recorded", model="deepseek-chat"),
        new=SideInfo(
            "deepseek:deepseek-v4-flash",
            base_url="https://api.deepseek.com",
            adaptations=("thinking is switched off by extra_body",),
        ),
    )
    return JudgedRun(info, verdict(size), Cases(size, seed))
