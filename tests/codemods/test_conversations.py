"""Conversations with Amazon's `converse` that stand in a list with a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

OLD = 'import boto3\n\nclient = boto3.client("bedrock-runtime")\n'
NEW = (
    "import os\n\nfrom openai import OpenAI\n\n"
    'client = OpenAI(base_url="https://api.meta.ai/v1", api_key=os.environ["MODEL_API_KEY"])\n'
)
ID = "meta.llama3-3-70b-instruct-v1:0"
BEFORE = {
    "asked": f'client.converse(modelId="{ID}", messages=turns)',
    "briefly": f'client.converse(modelId="{ID}", messages=turns, system=[{{"text": "Be brief."}}])',
    "message": '["output"]["message"]',
    "text": '["output"]["message"]["content"][0]["text"]',
    "tokens": '["usage"]["inputTokens"]',
    "q": '[{"text": q}]',
}
ASKED = 'client.chat.completions.create(model="muse-spark-1.3", messages={})'
AFTER = {
    "asked": ASKED.format("turns"),
    "briefly": ASKED.format('[{"role": "system", "content": "Be brief."}, *turns]'),
    "message": ".choices[0].message",
    "text": ".choices[0].message.content",
    "tokens": ".usage.prompt_tokens",
    "q": "q",
}
TURNS = 'turns = [{{"role": "user", "content": {q}}}]\n'


def moved(folder: Path, text: str) -> str:
    before = OLD + text.format(**BEFORE)
    return Project(folder, {"app.py": before}).apply("llama-to-muse-spark")["app.py"]


@pytest.mark.parametrize(
    "text",
    [
        TURNS + "reply = {asked}\nprint(reply{text}, reply{tokens})\n",
        TURNS + "print({briefly}{text})\n",
        "turns = []\nwhile q:\n"
        '    turns.append({{"role": "user", "content": {q}}})\n'
        "    reply = {asked}\n    turns.append(reply{message})\n    print(reply{text})\n",
        "def ask(q):\n    " + TURNS + "    return {asked}{text}\n",
    ],
)
def test_a_list_that_is_only_sent_moves_with_the_calls(tmp_path: Path, text: str) -> None:
    assert moved(tmp_path, text) == NEW + text.format(**AFTER)


@pytest.mark.parametrize(
    "text",
    [
        TURNS + "print({asked}{text}, len(turns))\n",
        TURNS + "turns += more\nprint({asked}{text})\n",
        TURNS + "turns[0] = more\nprint({asked}{text})\n",
        TURNS + "turns.extend(more)\nprint({asked}{text})\n",
        TURNS + "turns.append(more)\nprint({asked}{text})\n",
        TURNS + "save(turns)\nprint({asked}{text})\n",
        TURNS + "other.converse(modelId=claude, messages=turns)\nprint({asked}{text})\n",
        TURNS + "reply = {asked}\nseen.append(reply{message})\n",
        TURNS + "turn = {asked}{message}\n",
        TURNS + 'print({asked}["stopReason"])\n',
        "if q:\n    turns = []\nelse:\n    " + TURNS + "print({asked}{text})\n",
        "def ask(turns):\n    return {asked}{text}\n",
        'turns = [{{"role": "user", "content": [{{"image": q}}]}}]\nprint({asked}{text})\n',
        "turns = [first]\nprint({asked}{text})\n",
    ],
)
def test_a_list_that_somebody_else_reads_or_fills_stays(tmp_path: Path, text: str) -> None:
    assert moved(tmp_path, text) == OLD + text.format(**BEFORE)


CONFIG = 'config = {"maxTokens": 9, "temperature": heat}\n'
SYSTEM = 'system = [{"text": "Be brief."}]\n'
NAMED = f'client.converse(modelId="{ID}", messages=turns, system=system, inferenceConfig=config)'
READ = (
    ASKED.format('[{"role": "system", "content": system[0]["text"]}, *turns]')[:-1]
    + ', max_completion_tokens=config["maxTokens"], temperature=config["temperature"])'
)


def test_settings_and_system_that_have_a_name_are_read_from_there(tmp_path: Path) -> None:
    before = OLD + CONFIG + SYSTEM + f"{TURNS}reply = {NAMED}\n".format(**BEFORE)
    after = Project(tmp_path, {"app.py": before}).apply("llama-to-muse-spark")["app.py"]
    assert after == NEW + CONFIG + SYSTEM + TURNS.format(**AFTER) + f"reply = {READ}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"temperature"', '"stopSequences"'),
        (CONFIG, CONFIG + 'config["topP"] = 1\n'),
        (CONFIG, CONFIG + "config |= more()\n"),
        (CONFIG, CONFIG + "fill(config)\n"),
        (CONFIG, CONFIG + "config = other()\n"),
        (SYSTEM, SYSTEM + 'system.append({"text": more})\n'),
        (SYSTEM, 'system = [{"text": "Be brief.", "cachePoint": {}}]\n'),
        (SYSTEM, "from elsewhere import system\n"),
    ],
)
def test_what_is_filled_elsewhere_or_has_no_counterpart_stays(
    tmp_path: Path, old: str, new: str
) -> None:
    before = OLD + (CONFIG + SYSTEM).replace(old, new) + f"{TURNS}{NAMED}\n".format(**BEFORE)
    project = Project(tmp_path, {"app.py": before})
    assert project.apply("llama-to-muse-spark") == {"app.py": before}


def test_what_else_is_asked_of_the_client_is_called_by_its_name(tmp_path: Path) -> None:
    text = (
        'import boto3\n\nclient = boto3.client("bedrock-runtime")\n'
        'MODEL = "meta.llama3-70b-instruct-v1:0"\nclient.converse(modelId=MODEL, messages=[])\n'
        'client.invoke_model(modelId=MODEL, body="")\n'
    )
    found = Project(tmp_path, {"app.py": text}).scan("llama-to-muse-spark").findings
    reasons = [f.reason for f in found if f.rule == "client"]
    said = "one client for chat and for invoke_model, which must be looked at"
    assert reasons == [f"not moved: {said}"]
