"""Requests that are posted as they are move with the address and the key beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project, actions

POST = (
    "import os\n\nimport requests\n\n"
    'URL = "https://api.openai.com/v1/chat/completions"\nKEY = os.environ["OPENAI_API_KEY"]\n'
    'HEADERS = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}\n'
    'requests.post(URL, headers=HEADERS, json={"model": "gpt-4o", "messages": []})\n'
)
MOVED = (
    POST.replace("https://api.openai.com/v1/", "https://api.deepseek.com/")
    .replace("OPENAI_API_KEY", "DEEPSEEK_API_KEY")
    .replace('"gpt-4o", "messages": []', '"deepseek-flash", "messages": [], "thinking": {}')
    .replace("{}", '{"type": "disabled"}')
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('f"Bearer {KEY}"', '"Bearer " + KEY'),
        ("requests.post(URL,", 'requests.request("POST", URL,'),
        ("requests.post(URL,", "httpx.Client().post(url=URL,"),
    ],
)
def test_address_key_and_model_move_together(tmp_path: Path, old: str, new: str) -> None:
    before, after = POST.replace(old, new), MOVED.replace(old, new)
    assert Project(tmp_path, {"app.py": before}).apply("openai-to-deepseek")["app.py"] == after


def test_a_body_that_is_dumped_and_a_key_that_is_written_out(tmp_path: Path) -> None:
    text = POST.replace('os.environ["OPENAI_API_KEY"]', '"sk-x"').replace("json={", "data=dumps({")
    text = text.replace("[]})", "[]}))").replace("import os", "from json import dumps")
    project = Project(tmp_path, {"app.py": text})
    told = project.scan("openai-to-deepseek").of("review")
    assert [f.rule for f in told] == ["key-variable"]
    after = project.apply("openai-to-deepseek")["app.py"]
    assert '"thinking": {"type": "disabled"}}))' in after
    assert "https://api.deepseek.com/chat/completions" in after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1/chat/completions", "v1/responses"),
        ("https://api.openai.com", "https://gate.example"),
        ('f"Bearer {KEY}"', '"Bearer sk-x"'),
        ('"Authorization": f"Bearer', '"api-key": f"'),
        ("headers=HEADERS", "headers=headers()"),
        ("requests.post(URL", "requests.post(URL + path"),
        ("requests.post", 'if provider == "openai":\n    requests.post'),
    ],
)
def test_what_is_not_plain_stays(tmp_path: Path, old: str, new: str) -> None:
    text = POST.replace(old, new)
    project = Project(tmp_path, {"app.py": text})
    assert project.apply("openai-to-deepseek") == {"app.py": text}
    assert actions(project.scan("openai-to-deepseek"))


def test_an_address_shared_with_another_service_stays(tmp_path: Path) -> None:
    other = 'requests.post(URL, headers=HEADERS, json={"model": "mine", "messages": []})\n'
    project = Project(tmp_path, {"app.py": POST + other})
    assert project.apply("openai-to-deepseek")["app.py"] == POST + other


LENT = (
    "import requests\nfrom openai import OpenAI\n\n\ndef ask({}):\n"
    '    headers = {{"Authorization": f"Bearer {{client.api_key}}"}}\n'
    '    url = "https://api.openai.com/v1/chat/completions"\n'
    '    return requests.post(url, headers=headers, json={{"model": "gpt-4o", "messages": []}})\n'
)


@pytest.mark.parametrize("given", ["client: OpenAI", "client=OpenAI()"])
def test_a_key_that_a_client_lends_holds_the_request(tmp_path: Path, given: str) -> None:
    files = {"app.py": LENT.format(given)}
    assert Project(tmp_path, files).apply("openai-to-deepseek") == files


def test_an_object_of_settings_lends_nothing(tmp_path: Path) -> None:
    files = {"app.py": LENT.format("client: Settings")}
    after = Project(tmp_path, files).apply("openai-to-deepseek")["app.py"]
    assert '"https://api.deepseek.com/chat/completions"' in after
