"""Streams of Llama's own client: the plain loop over the chunks is respelled, others stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

MADE = "import os\n\nfrom llama_api_client import LlamaAPIClient\n\nclient = LlamaAPIClient()\n"
ASK = 'client.chat.completions.create(model="Llama-3.3-70B-Instruct", messages=[], stream=True)'
MOVED = (
    MADE.replace("llama_api_client import LlamaAPIClient", "openai import OpenAI")
    .replace("LlamaAPIClient()", 'OpenAI(base_url="https://api.meta.ai/v1", api_key={})')
    .format('os.environ["MODEL_API_KEY"]')
)
OLD, NEW = "chunk.event.delta.text", 'chunk.choices[0].delta.content or ""'


def _moved(code: str) -> str:
    return MOVED + code.replace(OLD, NEW).replace("Llama-3.3-70B-Instruct", "muse-spark-1.3")


@pytest.mark.parametrize(
    "code",
    [
        f"for chunk in {ASK}:\n    print({OLD}, end='')\n",
        f"reply = {ASK}\nfor chunk in reply:\n    print({OLD}, flush=True)\n",
        f"text = ''\nfor chunk in {ASK}:\n    text += {OLD}\n",
        f"def parts():\n    for chunk in {ASK}:\n        yield {OLD}\n",
        f"for chunk in {ASK}:\n    if {OLD}:\n        piece = {OLD}\n",
    ],
)
def test_the_plain_loop_is_respelled(tmp_path: Path, code: str) -> None:
    after = Project(tmp_path, {"app.py": MADE + code}).apply("llama-to-muse-spark")
    assert after == {"app.py": _moved(code)}


def test_one_that_is_awaited_is_respelled(tmp_path: Path) -> None:
    made = MADE.replace("LlamaAPIClient", "AsyncLlamaAPIClient")
    code = f"async def go():\n    async for chunk in await {ASK}:\n        print({OLD})\n"
    after = Project(tmp_path, {"app.py": made + code}).apply("llama-to-muse-spark")["app.py"]
    assert after == _moved(code).replace("OpenAI", "AsyncOpenAI")


@pytest.mark.parametrize(
    "code",
    [
        f"for chunk in {ASK}:\n    print(chunk)\n",
        f"for chunk in {ASK}:\n    print(chunk.event.event_type, {OLD})\n",
        f"for chunk in {ASK}:\n    print({OLD}.strip())\n",
        f"for chunk in {ASK}:\n    text = 'x' + {OLD}\n",
        f"for chunk in {ASK}:\n    print(f'{{{OLD}}}')\n",
        f"for n, chunk in enumerate({ASK}):\n    print({OLD})\n",
        f"reply = {ASK}\nshow(reply)\nfor chunk in reply:\n    print({OLD})\n",
        f"reply = {ASK}\nfor chunk in reply:\n    print({OLD})\nprint(reply.response)\n",
        f"def ask():\n    return {ASK}\n",
        f"for chunk in {ASK.replace('True', 'streams')}:\n    print({OLD})\n",
        f"for chunk in {ASK}:\n    pass\n",
    ],
)
def test_any_other_use_holds_the_client(tmp_path: Path, code: str) -> None:
    project = Project(tmp_path, {"app.py": MADE + code})
    assert project.apply("llama-to-muse-spark") == {"app.py": MADE + code}
    (told,) = (f for f in project.scan("llama-to-muse-spark").findings if f.rule == "model-id")
    assert told.action == "review"
    assert "another shape" in told.reason
