"""Amazon's `converse_stream` in its plain loop becomes a streamed chat completion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.codemods.scanning import Project
from tests.loopback import Handler, served

OLD = 'import boto3\n\nclient = boto3.client("bedrock-runtime")\n'
URL = "https://api.meta.ai/v1"
NEW = (
    "import os\n\nfrom openai import OpenAI\n\n"
    f'client = OpenAI(base_url="{URL}", api_key=os.environ["MODEL_API_KEY"])\n'
)
BEFORE = {
    "asked": 'client.converse_stream(modelId="meta.llama3-3-70b-instruct-v1:0", '
    'messages=[{"role": "user", "content": [{"text": q}]}], inferenceConfig={"maxTokens": 9})',
    "stream": '["stream"]',
    "got": '.get("stream")',
    "is": '"contentBlockDelta" in event',
    "text": 'event["contentBlockDelta"]["delta"]["text"]',
}
AFTER = {
    "asked": 'client.chat.completions.create(model="muse-spark-1.3", '
    'messages=[{"role": "user", "content": q}], max_completion_tokens=9, stream=True)',
    "stream": "",
    "got": "",
    "is": "event.choices and event.choices[0].delta.content",
    "text": "event.choices[0].delta.content",
}
LOOP = "for event in {}:\n    if {{is}}:\n        print({{text}}, end='')\n"
PLAIN = "reply = {asked}\n" + LOOP.format("reply{stream}")
NAMED = "reply = {asked}\nparts = reply{got}\nif parts:\n" + LOOP.format("parts").replace(
    "\n", "\n    "
).replace("for", "    for", 1).rstrip(" ")


def moved(folder: Path, text: str) -> str:
    before = OLD + text.format(**BEFORE)
    return Project(folder, {"app.py": before}).apply("llama-to-muse-spark")["app.py"]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("{stream}", "{got}"),
        NAMED,
        LOOP.format("{asked}{stream}"),
        "reply = {asked}\nfor event in reply{stream}:\n"
        "    if {is}:\n        text = {text}\n        if text != 'a':\n            print(text)\n",
    ],
)
def test_a_plain_loop_moves_with_the_call(tmp_path: Path, text: str) -> None:
    assert moved(tmp_path, text) == NEW + text.format(**AFTER)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN + "    if 'messageStop' in event:\n        print(event)\n",
        PLAIN + "    elif done:\n        break\n",
        PLAIN + "print(event)\n",
        PLAIN + "print(reply['ResponseMetadata'])\n",
        PLAIN.replace("if {is}", "if {is} and not done"),
        PLAIN.replace("{text}", "event['contentBlockDelta']"),
        PLAIN.replace("{text}", "event['contentBlockDelta']['delta'].get('text')"),
        PLAIN.replace("    if {is}:\n        print", "    print"),
        PLAIN.replace("in reply", "in list(reply").replace("{stream}:", "{stream}):"),
        PLAIN.replace("{stream}", "['events']"),
        PLAIN.replace("for event", "for at, event").replace("reply{", "enumerate(reply{"),
        "reply = {asked}\nshow(reply{stream})\n",
        "reply = {asked}\nparts = reply{stream}\nparts = filter(None, parts)\n"
        + LOOP.format("parts"),
        "def ask():\n    return {asked}{stream}\n",
    ],
)
def test_whatever_else_is_done_with_the_events_holds_the_client(tmp_path: Path, text: str) -> None:
    if "enumerate(" in text:
        text = text.replace("{stream}:", "{stream}):")
    before = OLD + text.format(**BEFORE)
    project = Project(tmp_path, {"app.py": before})
    (model,) = (f for f in project.scan("llama-to-muse-spark").findings if f.rule == "model-id")
    assert model.action == "review"
    assert 'messages=[{"role": "user", "content": q}], max_completion_tokens=9, stream=True), ' in (
        model.reason
    )
    assert "and the text each chunk's .choices[0].delta.content" in model.reason
    assert project.apply("llama-to-muse-spark") == {"app.py": before}


class Streaming(Handler):
    """Answers in pieces, as the protocol has it; the first and the last piece bring no text."""

    asked: list[object] = []

    def do_POST(self) -> None:
        Streaming.asked.append(json.loads(self.read()))
        texts = ({"role": "assistant"}, {"content": "ye"}, {"content": "s"}, {})
        pieces = [
            {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": c}
            for c in (*([{"index": 0, "delta": delta}] for delta in texts), [])
        ]
        lines = [f"data: {json.dumps(piece)}\n\n" for piece in pieces]
        self.answer(
            "".join([*lines, "data: [DONE]\n\n"]).encode(), content_type="text/event-stream"
        )


def test_the_rewritten_loop_reads_what_a_server_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODEL_API_KEY", "k")
    code = moved(tmp_path, "q = 'Go?'\n" + PLAIN)
    with served(Streaming) as url:
        exec(compile(code.replace(URL, url), "app.py", "exec"), {})
    assert capsys.readouterr().out == "yes"
    (asked,) = Streaming.asked
    assert asked == {
        "model": "muse-spark-1.3",
        "messages": [{"role": "user", "content": "Go?"}],
        "max_completion_tokens": 9,
        "stream": True,
    }
