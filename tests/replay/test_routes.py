"""`replay --plan`: what is replayed is what will be deployed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from migrate.cli import run
from prompt_tests.recording import CallSite, Recording, Response
from prompt_tests.recordings.write import write_recordings
from tests.replay.test_command import asserted, model, results, verdict

CONFIG = """
[[move]]
from = "openai:gpt-4o"
to = "deepseek:deepseek-v4-pro"
tags = ["hard"]

[[move]]
from = "openai:gpt-4o"
to = "meta:muse-spark-1.3"
features = ["images"]

[[move]]
from = "openai:gpt-4o"
to = "deepseek:deepseek-flash"
paths = ["src/chat/*"]
"""


def recorded() -> list[Recording]:
    easy = [asserted(n, "gpt-4o") for n in range(60)]
    easy = [replace(r, call_site=CallSite("src/chat/app.py", 3)) for r in easy]
    hard = [replace(asserted(n, "gpt-4o"), tags=("hard",)) for n in range(60, 90)]
    picture = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]
    seen = [
        Recording(
            "image",
            {"model": "gpt-4o", "messages": [{"role": "user", "content": picture}]},
            Response({"role": "assistant", "content": "A dot."}),
        )
    ]
    return [*easy, *hard, *seen, asserted(99, "gpt-4o")]  # the last is moved nowhere


def routed(tmp_path: Path, *more: object, hard: str = "") -> int:
    source, config = tmp_path / "r.jsonl", tmp_path / "llm-cutover.toml"
    config.write_text(CONFIG)
    write_recordings(recorded(), source)
    flash = [asserted(n, "deepseek-flash") for n in range(60)]
    pro = [asserted(n, "deepseek-v4-pro", hard) for n in range(60, 90)]
    muse = replace(recorded()[90], request={**recorded()[90].request, "model": "muse-spark-1.3"})
    with model(*flash, *pro, muse) as url:
        words = [source, "--old", "recorded", "--plan", "--config", config, "--margin", "0.06"]
        words += ["--endpoint", f"deepseek={url}", "--endpoint", f"meta={url}"]
        words += ["--out", tmp_path / "run", "--as-of", "2026-11-20", *more]
        return run(["replay", *map(str, words)])


def test_each_recording_goes_where_the_plan_moves_its_call(tmp_path: Path) -> None:
    assert routed(tmp_path) == 0
    went = {line["case"]: line["target"] for line in results(tmp_path / "run")}
    assert went["q0"] == "deepseek:deepseek-flash"
    assert went["q60"] == "deepseek:deepseek-v4-pro"
    assert went["image"] == "meta:muse-spark-1.3"
    assert "q99" not in went
    routes = json.loads((tmp_path / "run" / "routes.json").read_text())
    assert {label: route["cases"] for label, route in routes.items()} == {
        "deepseek:deepseek-flash": 60,
        "deepseek:deepseek-v4-pro": 30,
        "meta:muse-spark-1.3": 1,
    }


def test_one_bad_route_is_no_go_for_all(tmp_path: Path) -> None:
    assert routed(tmp_path, hard="I do not know.") == 1
    routes = json.loads((tmp_path / "run" / "routes.json").read_text())
    assert routes["deepseek:deepseek-v4-pro"]["outcome"] == "NO-GO"
    assert verdict(tmp_path / "run")["outcome"] == "NO-GO"
    assert shown(tmp_path / "run")[0] == ("deepseek:deepseek-v4-pro", "✕ NO-GO", "30", "30")


def test_the_report_shows_the_verdict_on_each_route_as_long_as_the_whole_tells_of_it(
    tmp_path: Path,
) -> None:
    routed(tmp_path)
    rows = shown(tmp_path / "run")
    assert [row[0] for row in rows] == [
        "deepseek:deepseek-v4-pro",
        "meta:muse-spark-1.3",
        "deepseek:deepseek-flash",
    ]
    assert rows[2] == ("deepseek:deepseek-flash", "✓ GO", "60", "0")
    routes = tmp_path / "run" / "routes.json"
    routes.write_text(routes.read_text().replace("GO", "NO-GO"))
    assert [row[0] for row in shown(tmp_path / "run")] == ["meta:muse-spark-1.3"]


def shown(root: Path) -> list[tuple[str, ...]]:
    """Target, verdict, cases and worse of each route in the report of the run in *root*."""
    assert run(["report", str(root), "-f", "html"]) == 0
    _, found, table = (root / "report.html").read_text("utf-8").partition('<h2 id="routes">')
    rows = table.partition("</table>")[0].split("<tr>")[2:] if found else []
    return [tuple(filter(None, re.sub("<[^>]*>", "|", row).split("|")))[:4] for row in rows]


def test_plan_and_new_exclude_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert routed(tmp_path, "--new", "deepseek:deepseek-flash") == 2
    assert "--plan" in capsys.readouterr().err
