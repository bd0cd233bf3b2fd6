"""Fine-tuning JSON Lines (OpenAI, OpenPipe): the last assistant message is the recorded answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from prompt_tests.formats import FORMATS, Format, Found, Item, Skipped, objects
from prompt_tests.logs.logfile import LogFile
from prompt_tests.logs.traced import Traced
from prompt_tests.recording import Json

_ANSWERS = frozenset({"response", "output", "completion", "choices", "call_type", "run_type"})


@FORMATS.add
class FineTuning(Format):
    """Says neither model nor parameters: give `--assume-model`."""

    verified: ClassVar[bool] = False
    alone: ClassVar[bool] = True

    @staticmethod
    def sniff(file: LogFile) -> bool:
        """Whether rows are message lists that end with an answer."""
        row = file.first
        messages = row.get("messages") if isinstance(row, dict) else None
        return (
            isinstance(messages, list)
            and not _ANSWERS.intersection(row)
            and any(_is_answer(message) for message in messages)
        )

    @staticmethod
    def read(files: Sequence[LogFile]) -> Iterator[Item]:
        """One call a row: everything before the last answer is what was asked."""
        for file in files:
            for item in objects(file):
                yield item if isinstance(item, Skipped) else _call(*item)


def _is_answer(message: Json) -> bool:
    return isinstance(message, dict) and message.get("role") == "assistant"


def _call(row: Mapping[str, Json], place: str) -> Item:
    messages = row.get("messages")
    messages = messages if isinstance(messages, list) else []
    answered = [i for i, message in enumerate(messages) if _is_answer(message)]
    if not answered or answered[-1] == 0:
        return Skipped(place, "no answer after a question")
    asked = [_unweighted(message) for message in messages[: answered[-1]]]
    split = row.get("split")
    recording = Traced(
        source={"format": "finetuning", "place": place},
        id=str(row.get("id") or ""),
        model=str(row.get("model") or ""),
        input=asked,
        output=_unweighted(messages[answered[-1]]),
        tools=row.get("tools") or row.get("functions"),
        params={k: row[k] for k in ("parallel_tool_calls", "tool_choice") if k in row},
        tags=(split.lower(),) if isinstance(split, str) else (),
    ).recording()
    return Skipped(place, "no messages") if recording is None else Found(recording, row)


def _unweighted(message: Json) -> Json:
    if not isinstance(message, dict):
        return message
    return {name: value for name, value in message.items() if name != "weight"}
