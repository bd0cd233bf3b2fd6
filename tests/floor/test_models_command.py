"""`llm-cutover models`: what it prints and how it exits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrate.cli import run

DAY = ["--as-of", "2026-11-20", "--isolated"]


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["models", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines must not wrap where a sentence is looked for, whatever terminal runs the tests."""
    monkeypatch.setenv("COLUMNS", "200")


def shown(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    found, out, _ = called(capsys, *words, "-f", "json")
    assert found == code
    return json.loads(out)


def test_show_explains_the_life_of_deepseek_chat(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "show", "deepseek-chat", *DAY)
    assert code == 0
    assert "retired since 2026-07-24 15:59 UTC" in out
    flat = " ".join(out.split())
    assert (
        "deepseek:deepseek-flash, thinking disabled (by way of deepseek:deepseek-v4-flash)" in flat
    )
    assert "HTTP 400" in out
    assert "2025-12-01 to 2026-04-24: V3.2 without thinking" in flat
    assert "max_completion_tokens: rename -> max_tokens" in flat
    assert "older than 60 days" in flat


@pytest.mark.parametrize(
    ("day", "status", "leads"),
    [
        ("2026-04-23", "retiring", None),
        ("2026-05-01", "retiring", "deepseek-v4-flash"),
        ("2026-07-25", "retired", "deepseek-v4-flash"),
        ("2026-09-11", "retired", "deepseek-flash"),
        ("2026-09-10T04:00Z", "retired", "deepseek-flash"),
    ],
)
def test_show_answers_for_another_day(
    capsys: pytest.CaptureFixture[str], day: str, status: str, leads: str | None
) -> None:
    found = shown(capsys, "show", "deepseek-chat", "--as-of", day, "--isolated")
    [card] = found["models"]
    assert card["status"] == status
    assert (card["leads_to"] or {}).get("model") == leads


def test_show_as_json_has_it_all(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "show", "deepseek:deepseek-flash", *DAY)
    assert (found["schema_version"], found["as_of"]) == (1, "2026-11-20T00:00:00Z")
    [card] = found["models"]
    assert card["price"]["input"] == 0.15
    assert card["capabilities"]["vision"] is True
    assert (card["jurisdiction"], card["context"]) == ("CN", 1_000_000)
    assert {rule["parameter"] for rule in card["parameters"]} > {"thinking", "stop"}
    assert card["source"]["grade"] == "O"
    assert card["leads_to"] is None


def test_an_ambiguous_id_is_shown_at_every_host_the_vendor_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = shown(capsys, "show", "gpt-4o", *DAY)
    assert [card["provider"] for card in found["models"]] == ["openai", "azure"]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("muse-spark", "muse-spark-1.3"),
        ("muse-spark-standard", "muse-spark-1.3"),
        ("meta-llama/MuseSpark", "meta-models/Muse-Spark-Open-816B-A42B"),
        ("api.superintelligence.meta.com", "https://api.meta.ai/v1"),
        ("https://api.superintelligence.meta.com/v1/", "https://api.meta.ai/v1"),
        ("META_SPARK_API_KEY", "MODEL_API_KEY"),
        ("[https://api.meta.ai/v1](https://api.meta.ai/v1)", "the address inside the parentheses"),
    ],
)
def test_what_articles_invented_is_shown_with_the_right_value(
    capsys: pytest.CaptureFixture[str], name: str, right: str
) -> None:
    found = shown(capsys, "show", name, *DAY)
    assert found["wrong"][0]["right"] == right


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("https://api.together.xyz/v1", "together"),
        ("api.meta.ai", "meta"),
        ("MODEL_API_KEY", "meta"),
        ("groq", "groq"),
        ("groq.Groq", "groq"),
        ("accounts/fireworks/models/anything", "fireworks"),
    ],
)
def test_addresses_keys_clients_and_hosts_have_cards_too(
    capsys: pytest.CaptureFixture[str], name: str, provider: str
) -> None:
    found = shown(capsys, "show", name, *DAY)
    assert [card["provider"] for card in found["providers"]] == [provider]
    assert called(capsys, "show", name, *DAY)[1].startswith(f"{provider}: ")


def test_a_key_variable_that_articles_misuse_is_shown_as_both(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = shown(capsys, "show", "META_API_KEY", *DAY)
    assert [card["kind"] for card in found["wrong"]] == ["key_literal"]
    assert [card["provider"] for card in found["providers"]] == ["meta"]


def test_old_facts_of_a_host_are_said_to_be_old(capsys: pytest.CaptureFixture[str]) -> None:
    assert "older than 60 days" in called(capsys, "show", "meta", *DAY)[1]
    early = ["--as-of", "2026-09-20", "--isolated"]
    assert shown(capsys, "show", "cerebras", *early)["providers"][0]["stale"] is False


def test_an_id_behind_a_routers_prefix_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "show", "together_ai/deepseek-ai/DeepSeek-V3", *DAY)
    assert [card["provider"] for card in found["models"]] == ["together"]


def test_an_unknown_id_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "show", "deepsek-chat", *DAY)
    assert (code, out) == (2, "")
    assert "did you mean 'deepseek-chat'?" in err
    refused = shown(capsys, "show", "zzz\x1b[31m", *DAY, code=2)
    assert refused["error"]["exit_code"] == 2


def test_a_list_holds_only_what_fits_all_filters(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["list", "--provider", "groq", "--family", "llama", "--status", "retired", *DAY]
    found = shown(capsys, *words)
    assert [card["id"] for card in found["models"]][:2] == [
        "llama-3.1-70b-versatile",
        "llama-3.1-8b-instant",
    ]
    assert {card["status"] for card in found["models"]} == {"retired"}
    _, out, _ = called(capsys, *words)
    assert out.splitlines()[0].split() == ["MODEL", "STATUS", "ENDS", "LEADS", "TO", "USD", *_USD]
    assert "groq:openai/gpt-oss-20b" in out


_USD = ["IN/OUT", "PER", "M"]


@pytest.mark.parametrize("option", ["--provider", "--status", "--family"])
def test_a_filter_that_fits_nothing_known_is_refused(
    capsys: pytest.CaptureFixture[str], option: str
) -> None:
    code, _, err = called(capsys, "list", option, "deepsek", *DAY)
    assert code == 2
    assert "unknown" in err


def test_models_alone_lists(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = called(capsys)
    assert code == 0
    assert "meta:muse-spark-1.3" in out


def test_check_says_what_is_stale_and_what_nobody_verified(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = called(capsys, "check", *DAY)
    assert code == 0
    assert "stale (read 2026-05-30): deepseek: tool_choice=required" in out
    assert "unverified: deepseek: " in out
    assert " 0 contradictions" in out
    assert called(capsys, "check", "--strict", *DAY)[0] == 1


def test_facts_grow_stale_after_sixty_days(capsys: pytest.CaptureFixture[str]) -> None:
    for day, stale in [("2027-01-14", False), ("2027-01-15", True)]:
        found = shown(capsys, "check", "--as-of", day, "--isolated")
        sources = {entry["source"] for entry in found["doubtful"]}
        assert (any("pricing?check=20261115" in source for source in sources)) == stale


def test_check_reads_own_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad, odd = (tmp_path / f"{name}.toml" for name in ("good", "bad", "odd"))
    good.write_text('title = "x"')
    bad.write_text('\ntitel = "x"')
    odd.write_text("[model.a]\nreplaced_by = 'odd:b'")
    assert called(capsys, "check", str(good), *DAY)[0] == 0
    code, _, err = called(capsys, "check", str(bad), *DAY)
    assert code == 2
    assert f"{bad}:2: unknown key 'titel' (did you mean 'title'?)" in err
    code, out, _ = called(capsys, "check", str(odd), *DAY)
    assert code == 1
    assert "contradiction: odd:a: its replacement odd:b is unknown" in out


def test_hostile_text_of_an_own_file_is_shown_inert(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "llm-cutover.toml"
    path.write_text('catalogue = ["own.toml"]')
    (tmp_path / "own.toml").write_text('[model.evil]\nnote = "\\u001b[31mred\\u202e"')
    code, out, _ = called(capsys, "show", "evil", "--as-of", "2026-11-20", "--config", str(path))
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("day", ["today", "2026-13-01", "20261120x", ""])
def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], day: str) -> None:
    code, _, err = called(capsys, "show", "gpt-4o", f"--as-of={day}", "--isolated")
    assert code == 2
    assert "is not a date" in err
