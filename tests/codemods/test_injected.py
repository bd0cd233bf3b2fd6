"""Clients that FastAPI puts in: from a dependency, from the state of the application."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

HEAD = """from typing import Annotated
from fastapi import Depends, FastAPI, Request
from openai import AsyncOpenAI

app = FastAPI()
"""
KEPT = """
@app.on_event("startup")
async def start():
    app.state.ai = AsyncOpenAI()

def client(request: Request) -> AsyncOpenAI:
    return request.app.state.ai
"""
MADE = """
async def client():
    async with AsyncOpenAI() as made:
        yield made
"""
ASK = """
Client = Annotated[AsyncOpenAI, Depends(client)]

@app.post("/")
async def ask({}):
    return await ai.chat.completions.create(model="gpt-4o", messages=[])
"""
MOVED = 'AsyncOpenAI(base_url="https://api.deepseek.com", api_key=os.environ["DEEPSEEK_API_KEY"])'
CALL = (
    'ai.chat.completions.create(model="deepseek-flash", messages=[], '
    'extra_body={"thinking": {"type": "disabled"}})'
)


@pytest.mark.parametrize("giver", [KEPT, MADE])
@pytest.mark.parametrize(
    "parameter",
    [
        "ai: AsyncOpenAI = Depends(client)",
        "ai=Depends(client)",
        "ai: Annotated[AsyncOpenAI, Depends(client)]",
        "ai: Client",
    ],
)
def test_the_client_behind_a_dependency_moves_with_the_call(
    tmp_path: Path, giver: str, parameter: str
) -> None:
    files = {"main.py": HEAD + giver + ASK.format(parameter)}
    after = Project(tmp_path, files).apply("openai-to-deepseek")["main.py"]
    assert MOVED in after
    assert CALL in after


def test_the_state_of_a_request_is_followed_from_another_module(tmp_path: Path) -> None:
    files = {
        "main.py": HEAD + KEPT,
        "routes.py": "async def ask(request, openai=None):\n    ai = request.app.state.ai\n"
        '    return await ai.chat.completions.create(model="gpt-4o", messages=[])\n',
    }
    after = Project(tmp_path, files).apply("openai-to-deepseek")
    assert MOVED in after["main.py"]
    assert CALL in after["routes.py"]


@pytest.mark.parametrize(
    "made", ["machine.state.ai = AsyncOpenAI()", "app.states.ai = AsyncOpenAI()"]
)
def test_another_state_is_not_the_applications(tmp_path: Path, made: str) -> None:
    code = HEAD + made + "\nasync def ask(request):\n    ai = request.app.state.ai\n"
    code += '    return await ai.chat.completions.create(model="gpt-4o", messages=[])\n'
    assert Project(tmp_path, {"main.py": code}).apply("openai-to-deepseek")["main.py"] == code
