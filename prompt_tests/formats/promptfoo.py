"""promptfoo results (`eval -o results.json` or `.jsonl`): the rendered prompt of every test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from prompt_tests.formats import FORMATS, Format, Found, Item, Skipped, objects
from prompt_tests.logs.logfile import LogFile
from prompt_tests.logs.traced import Traced, number
from prompt_tests.recording import Json
from prompt_tests.shapes.messages import structured


@FORMATS.add
class Promptfoo(Format):
    """`--expect` can use the test's variables: `{vars.answer}`."""

    verified: ClassVar[bool] = False

    @staticmethod
    def sniff(file: LogFile) -> bool:
        """Whether it is a result file, or rows of one."""
        row = file.first
        if not isinstance(row, dict):
            return False
        inner = row.get("results")
        whole = isinstance(inner, dict) and isinstance(inner.get("results"), list)
        return whole or ("promptIdx" in row and "testIdx" in row)

    @staticmethod
    def read(files: Sequence[LogFile]) -> Iterator[Item]:
        """One call a row."""
        for file in files:
            for item in objects(file):
                if isinstance(item, Skipped):
                    yield item
                    continue
                row, place = item
                held = row.get("results")
                rows = held.get("results") if isinstance(held, dict) else [row]
                for index, inner in enumerate(rows if isinstance(rows, list) else []):
                    if isinstance(inner, dict):
                        yield _call(inner, f"{place}.results[{index}]" if held else place)


def _call(row: Mapping[str, Json], place: str) -> Item:
    prompt, provider = _object(row.get("prompt")), row.get("provider")
    named = provider.get("id") if isinstance(provider, dict) else provider
    response = _object(row.get("response"))
    usage = _object(response.get("tokenUsage"))
    counted = {
        "prompt_tokens": number(usage.get("prompt")),
        "completion_tokens": number(usage.get("completion")),
        "total_tokens": number(usage.get("total")),
    }
    recording = Traced(
        source={"format": "promptfoo", "place": place, "provider": named},
        id=f"test-{row.get('testIdx')}-{row.get('promptIdx')}",
        model=_model(str(named or "")),
        input=structured(prompt.get("raw")),
        output=None if row.get("failureReason") == 2 else response.get("output"),
        params=_object(prompt.get("config")),
        usage={k: v for k, v in counted.items() if v is not None} or None,
        finish_reason=response.get("finishReason"),
        latency_ms=number(row.get("latencyMs")),
    ).recording()
    return Skipped(place, "no prompt in the row") if recording is None else Found(recording, row)


def _model(provider: str) -> str:
    """`openai:chat:gpt-4o` as `gpt-4o`; a provider without a model is itself."""
    parts = provider.split(":")
    known = len(parts) > 2 and parts[1] in ("chat", "completion", "messages", "responses")
    return ":".join(parts[2:] if known else parts[1:]) or provider


def _object(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}
