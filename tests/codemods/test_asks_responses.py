"""What asks for Responses by name or argument, and limits that a library sends by another name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project, actions

LANGCHAIN = 'from langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(model="gpt-4o"{})\n'
AGENT = 'from pydantic_ai import Agent\n\nagent = Agent("{}:gpt-4o")\n'
CREW = 'from crewai import LLM\n\nllm = LLM(model="openai/gpt-4o", {})\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LANGCHAIN.format(", use_responses_api=True"), "its use_responses_api has it ask"),
        (LANGCHAIN.format(', output_version="responses/v1"'), "its output_version has it ask"),
        (LANGCHAIN.format(', reasoning={"effort": "low"}'), "its reasoning has it ask"),
        (CREW.format('api="responses"'), "its api has it ask for Responses"),
        (AGENT.format("openai-responses"), "openai-responses: asks for Responses"),
    ],
)
def test_what_asks_for_responses_stays(tmp_path: Path, text: str, reason: str) -> None:
    project = Project(tmp_path, {"app.py": text})
    assert project.apply("openai-to-deepseek") == {"app.py": text}
    (told,) = (f for f in project.scan("openai-to-deepseek").findings if f.rule == "model-id")
    assert told.action == "review"
    assert reason in told.reason


@pytest.mark.parametrize(
    "given",
    [", use_responses_api=False", ', output_version="v0"', ", reasoning=None", ""],
)
def test_what_asks_for_chat_moves(tmp_path: Path, given: str) -> None:
    found = Project(tmp_path, {"app.py": LANGCHAIN.format(given)}).scan("openai-to-deepseek")
    assert ("gpt-4o", 3, "rewrite", "deepseek-flash") in actions(found)


def test_the_prefix_that_asks_for_chat_by_name_moves(tmp_path: Path) -> None:
    after = Project(tmp_path, {"app.py": AGENT.format("openai-chat")}).apply("openai-to-deepseek")
    assert 'Agent("deepseek:deepseek-flash", ' in after["app.py"]


@pytest.mark.parametrize(
    "text",
    [
        LANGCHAIN.format(", max_completion_tokens=9"),
        CREW.format("max_completion_tokens=9"),
        "import dspy\n\ndspy.LM('openai/gpt-4o', max_completion_tokens=9)\n",
        "import litellm\n\nlitellm.completion('gpt-4o', messages=[], max_completion_tokens=9)\n",
        "from smolagents import OpenAIModel\n\n"
        "OpenAIModel(model_id='gpt-4o', max_completion_tokens=9)\n",
    ],
)
def test_a_limit_moves_to_the_body_for_a_host_that_knows_the_old_name(
    tmp_path: Path, text: str
) -> None:
    after = Project(tmp_path, {"app.py": text}).apply("openai-to-deepseek")["app.py"]
    assert 'extra_body={"max_tokens": 9, "thinking": {"type": "disabled"}})' in after
    assert "max_completion_tokens" not in after


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "from pydantic_ai import Agent\n"
            "from pydantic_ai.models.openai import OpenAIChatModel\n\n"
            'agent = Agent(OpenAIChatModel("gpt-4o"), model_settings={"max_tokens": 9})\n',
            "max_tokens",
        ),
        (
            "from haystack.components.generators.chat import OpenAIChatGenerator\n\n"
            'OpenAIChatGenerator(model="gpt-4o", '
            'generation_kwargs={"max_completion_tokens": 9})\n',
            "max_completion_tokens",
        ),
    ],
)
def test_a_limit_in_other_settings_is_told(tmp_path: Path, text: str, name: str) -> None:
    found = Project(tmp_path, {"app.py": text}).scan("openai-to-deepseek").of("review")
    assert any(
        f"this class sends {name} as max_completion_tokens, and the API does not take "
        "max_completion_tokens; give it as max_tokens in extra_body" in finding.reason
        for finding in found
    )
