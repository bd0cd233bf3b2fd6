"""Sessions that requests are posted through: address and key are given to them, not to requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

BODY = '{"model": "llama-3.1-8b-instant", "messages": []}'
URL = "https://api.groq.com/openai/v1"
KEY = "f\"Bearer {os.environ['GROQ_API_KEY']}\""
MADE = f'client = httpx.Client(base_url="{URL}", headers={{"Authorization": {KEY}}})\n'
HTTPX = f'import os\nimport httpx\n\n{MADE}client.post("/chat/completions", json={BODY})\n'
LATER = (
    "import os\nimport requests\n\nsession = requests.Session()\n"
    f'session.headers.update({{"Authorization": {KEY}, "Accept": "text/plain"}})\n'
    f'session.post("{URL}/chat/completions", json={BODY})\n'
)
OWNED = (
    "import os\nimport requests\n\n\nclass Asker:\n    def __init__(self):\n"
    "        self.session = requests.Session()\n"
    f'        self.session.headers["Authorization"] = {KEY}\n\n'
    f'    def ask(self):\n        return self.session.post("{URL}/chat/completions", json={BODY})\n'
)
WITHIN = (
    "import os\nimport httpx\n\n\nasync def ask():\n"
    f'    async with httpx.AsyncClient(headers={{"Authorization": {KEY}}}) as client:\n'
    f'        return await client.post("{URL}/chat/completions", json={BODY})\n'
)


def _moved(text: str) -> str:
    text = text.replace(URL, "https://api.meta.ai/v1").replace("GROQ_API_KEY", "MODEL_API_KEY")
    return text.replace("llama-3.1-8b-instant", "muse-spark-1.3")


@pytest.mark.parametrize(
    "text",
    [
        HTTPX,
        LATER,
        OWNED,
        WITHIN,
        HTTPX.replace('"/chat', '"chat'),
        HTTPX.replace("json=", 'headers={"Accept": "text/plain"}, json='),
        HTTPX + 'client.get("/models")\nclient.close()\n',
        HTTPX
        + f'with client.stream("POST", "/chat/completions", json={BODY}) as reply:\n    pass\n',
        LATER.replace(".update({", " = ({"),
    ],
)
def test_a_session_moves_with_what_is_posted_through_it(tmp_path: Path, text: str) -> None:
    after = Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark")
    assert after == {"app.py": _moved(text)}


@pytest.mark.parametrize(
    "text",
    [
        HTTPX + 'client.post("/embeddings", json={"input": "x"})\n',
        HTTPX + 'client.get("/files")\n',
        HTTPX + "show(client)\n",
        HTTPX + "client.headers = other()\n",
        HTTPX + "client.auth = other\n",
        HTTPX.replace(URL, "https://gate.example/v1"),
        HTTPX.replace("json=", "headers=own(), json="),
        HTTPX.replace("json=", 'headers={"Authorization": token}, json='),
        HTTPX.replace("httpx.Client(", "aiohttp.ClientSession(").replace("httpx", "aiohttp"),
        HTTPX.replace("httpx.Client(", "Session("),
        HTTPX.replace('"/chat/completions"', "path"),
        LATER.replace(KEY, '"Token x"'),
        LATER + f'session.headers["Authorization"] = {KEY}\n',
        LATER + 'session.post("https://gate.example/v1/audio", data=sound)\n',
        HTTPX.replace("client = ", "client = other or "),
    ],
)
def test_a_session_that_serves_something_else_stays(tmp_path: Path, text: str) -> None:
    files = {"app.py": text}
    assert Project(tmp_path, files).apply("llama-to-muse-spark") == files


@pytest.mark.parametrize(
    "other",
    [
        'from app import client\n\nclient.post("/embeddings", json={"input": "x"})\n',
        "import app\n\nshow(app.client)\n",
    ],
)
def test_a_session_that_others_import_stays(tmp_path: Path, other: str) -> None:
    files = {"app.py": HTTPX, "more.py": other}
    assert Project(tmp_path, files).apply("llama-to-muse-spark") == files
