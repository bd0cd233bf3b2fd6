"""Calls of Amazon's that stay for a person: the chat completion that is suggested for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

CLIENT = 'import json\nimport boto3\n\nclient = boto3.client("bedrock-runtime")\n'
ASK = (
    'reply = client.invoke_model(modelId="meta.llama3-3-70b-instruct-v1:0", '
    'body=json.dumps({"prompt": PROMPT, "max_gen_len": 9}))\n'
)
SYSTEM = "<|start_header_id|>system<|end_header_id|>\\n\\n"
USER = "<|start_header_id|>user<|end_header_id|>\\n\\n"
END = "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\\n\\n"


@pytest.mark.parametrize(
    ("code", "messages"),
    [
        (
            f'p = f"<|begin_of_text|>{SYSTEM}Be kind.<|eot_id|>{USER}{{question}}{END}"\n',
            '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": question}]',
        ),
        (
            f'p = f"{USER}Say {{what}} to {{who[0]}}.\\n{END}"\n',
            '[{"role": "user", "content": f"Say {what} to {who[0]}."}]',
        ),
        (
            "def prompt(system, user):\n    return (\n"
            f'        f"{SYSTEM}{{system}}<|eot_id|>"\n        f"{USER}{{user}}{END}"\n    )\n\n'
            'p = prompt("Be short.", user=texts[0])\n',
            '[{"role": "system", "content": "Be short."}, {"role": "user", "content": texts[0]}]',
        ),
        (
            f'TEMPLATE = "{USER}{{text}}{END}"\np = TEMPLATE.format(text=question)\n',
            '[{"role": "user", "content": question}]',
        ),
        (
            'p = "<s>[INST] <<SYS>>\\nBe kind.\\n<</SYS>>\\n\\n" + question + " [/INST]"\n',
            '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": question}]',
        ),
        (
            'p = f"<|header_start|>user<|header_end|>\\n\\n{q}<|eot|>"\n',
            '[{"role": "user", "content": q}]',
        ),
        ("p = question\n", '[{"role": "user", "content": p without its template}]'),
        ("p = load(question)\n", '[{"role": "user", "content": p without its template}]'),
        ('p = f"{start}{q}{end}"\n', '[{"role": "user", "content": p without its template}]'),
    ],
)
def test_a_prompt_in_the_template_of_llama_is_taken_apart(
    tmp_path: Path, code: str, messages: str
) -> None:
    text = CLIENT + code + ASK.replace("PROMPT", "p")
    found = Project(tmp_path, {"app.py": text}).scan("llama-to-muse-spark").findings
    assert "rewrite" not in {finding.action for finding in found}
    (model,) = (finding.reason for finding in found if finding.rule == "model-id")
    assert (
        '; with client = OpenAI(base_url="https://api.meta.ai/v1", '
        'api_key=os.environ["MODEL_API_KEY"]) it is client.chat.completions.create('
        f'model="muse-spark-1.3", messages={messages}, max_completion_tokens=9), '
        "and the text reply.choices[0].message.content"
    ) in model


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        (
            "messages=history",
            '[{"role": turn["role"], "content": turn["content"][0]["text"]} for turn in history], ',
        ),
        (
            'messages=self.past, system=[{"text": "Be kind."}]',
            '[{"role": "system", "content": "Be kind."}, *({"role": turn["role"], '
            '"content": turn["content"][0]["text"]} for turn in self.past)], ',
        ),
        (
            "messages=history, system=RULES",
            '[{"role": "system", "content": RULES[0]["text"]}, *({"role": turn["role"], '
            '"content": turn["content"][0]["text"]} for turn in history)], ',
        ),
    ],
)
def test_turns_of_a_list_that_is_made_elsewhere_are_respelled(
    tmp_path: Path, given: str, messages: str
) -> None:
    text = (
        f"{CLIENT}\ndef ask(self, history):\n    answer = client.converse("
        f'modelId="meta.llama3-3-70b-instruct-v1:0", {given}, inferenceConfig={{'
        '"maxTokens": 9, "stopSequences": ["x"]})\n    return answer\n'
    )
    found = Project(tmp_path, {"app.py": text}).scan("llama-to-muse-spark").findings
    assert "rewrite" not in {finding.action for finding in found}
    (model,) = (finding.reason for finding in found if finding.rule == "model-id")
    assert f"messages={messages}max_completion_tokens=9), and the text answer.choices[0]" in model
    assert model.endswith(".message.content; stopSequences must be seen to")
