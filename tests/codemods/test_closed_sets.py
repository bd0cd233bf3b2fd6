"""Choices and literal types: the default, the set and what tests it change whole or not at all."""

from __future__ import annotations

from codemods.engine import scan_text
from codemods.finding import Finding
from tests.codemods.scanning import plan_of

CLIENT = 'from typing import Literal\nimport openai\nc = openai.OpenAI(base_url="https://api.deepseek.com")\n'
ASK = "    return c.chat.completions.create(model=model, messages=m)\n"
BOTH = '"deepseek-chat", "deepseek-reasoner"'


def told(code: str) -> list[tuple[int, str, str]]:
    found: list[Finding] = scan_text(CLIENT + code, plan_of("deepseek-v3-aliases"))
    return [(f.span.line, f.rule, f.action) for f in found]


def test_a_literal_type_moves_with_the_default_it_bounds() -> None:
    code = f'def f(m, model: Literal["deepseek-chat", "gpt-4o"] = "deepseek-chat"):\n{ASK}'
    assert told(code) == [
        (4, "model-id", "rewrite"),
        (4, "model-id", "rewrite"),
        (5, "thinking", "rewrite"),
    ]


def test_an_alias_of_a_literal_type_moves_with_the_default() -> None:
    code = (
        f'Model = Literal["deepseek-chat", "x"]\ndef f(m, model: Model = "deepseek-chat"):\n{ASK}'
    )
    assert [t for t in told(code) if t[1] == "model-id"] == [
        (4, "model-id", "rewrite"),
        (5, "model-id", "rewrite"),
    ]


def test_a_choice_of_both_ids_leaves_the_switch_to_a_person() -> None:
    code = f'def f(m, model: Literal[{BOTH}] = "deepseek-chat"):\n{ASK}'
    assert (5, "thinking", "review") in told(code)


def test_nothing_of_a_set_changes_while_code_tests_for_a_member() -> None:
    code = (
        f'def f(m, model: Literal[{BOTH}] = "deepseek-chat"):\n'
        '    if model == "deepseek-reasoner":\n        m = m[-1:]\n' + ASK
    )
    assert {action for _, _, action in told(code)} == {"review"}


def test_a_literal_of_another_parameter_is_its_own_group() -> None:
    code = (
        f'def f(m, model: Literal["deepseek-chat"] = "deepseek-chat"):\n{ASK}'
        f'def g(model: Literal[{BOTH}]):\n    return model == "deepseek-reasoner"\n'
    )
    assert [t for t in told(code) if t[0] == 4] == [
        (4, "model-id", "rewrite"),
        (4, "model-id", "rewrite"),
    ]
    assert {action for line, _, action in told(code) if line >= 6} == {"review"}


def test_a_default_set_in_the_arguments_gets_the_switch() -> None:
    code = (
        "def f(m, **kw):\n    kw.setdefault('model', 'deepseek-chat')\n"
        "    return c.chat.completions.create(messages=m, **kw)\n"
    )
    assert told(code) == [(5, "model-id", "rewrite"), (6, "thinking", "rewrite")]
