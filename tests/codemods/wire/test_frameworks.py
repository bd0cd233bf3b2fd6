"""Rewritten framework code, run for real against a loopback server: what is on the wire?

The frameworks are no dependencies of ours; each test is skipped where its own is not installed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.codemods.scanning import Project

Seen = list[tuple[str, str, dict[str, Any]]]


class Handler(BaseHTTPRequestHandler):
    seen: Seen

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen.append((self.path, self.headers["Authorization"], body))
        message = {"role": "assistant", "content": "yes"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        reply = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": usage,
        }
        data = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, Seen]]:
    seen: Seen = []
    kind = type("Recorder", (Handler,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", seen
        running.shutdown()


CASES = {
    "openai": (
        "from openai import OpenAI\n"
        'client = OpenAI(max_retries=0)\nclient.chat.completions.create(model="gpt-4o", '
        'messages=[{"role": "user", "content": "x"}], max_completion_tokens=9)\n',
        "openai-to-deepseek",
    ),
    "langchain_openai": (
        "from langchain_openai import ChatOpenAI\n"
        'ChatOpenAI(model="gpt-4o", max_retries=0).invoke("x")\n',
        "openai-to-deepseek",
    ),
    "langchain_deepseek": (
        "from langchain_deepseek import ChatDeepSeek\n"
        'ChatDeepSeek(model="deepseek-chat", max_retries=0).invoke("x")\n',
        "deepseek-v3-aliases",
    ),
    "langchain": (
        "from langchain.chat_models import init_chat_model\n"
        'init_chat_model("deepseek:deepseek-chat", max_retries=0).invoke("x")\n',
        "deepseek-v3-aliases",
    ),
    "litellm": (
        "import litellm\n"
        'litellm.completion(model="gpt-4o", messages=[{"role": "user", "content": "x"}])\n',
        "openai-to-deepseek",
    ),
    "dspy": (
        'import dspy\nlm = dspy.LM("openai/gpt-4o", cache=False)\nlm("x")\n',
        "openai-to-deepseek",
    ),
    "crewai": (
        'from crewai import LLM\nLLM(model="deepseek/deepseek-chat").call("x")\n',
        "deepseek-v3-aliases",
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("package", CASES)
def test_what_is_sent(
    package: str, server: tuple[str, Seen], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(package)
    url, seen = server
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEEPSEEK_API_KEY", "new-key")
    monkeypatch.setenv("DEEPSEEK_API_BASE", url)
    monkeypatch.setenv("DEEPSEEK_BASE_URL", url)
    before, recipe = CASES[package]
    after = Project(tmp_path, {"app.py": before}).apply(recipe)["app.py"]
    assert after != before
    exec(compile(after.replace("https://api.deepseek.com", url), "app.py", "exec"), {})
    ((path, key, body),) = seen
    assert path.endswith("/chat/completions")
    assert key == "Bearer new-key"
    assert body["model"] == "deepseek-flash"
    assert body["thinking"] == {"type": "disabled"}
    assert "max_completion_tokens" not in body
