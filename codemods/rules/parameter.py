"""The rule `parameter`: arguments that the new model takes otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from codemods.python.passed.crews import crewed
from codemods.python.passed.parameters import parameters_of
from codemods.python.passed.services import missing
from codemods.python.passed.structure import structured
from codemods.python.passed.tokenizers import tokenizers
from codemods.python.passed.typed_answers import typed
from codemods.python.proposal import Proposal
from codemods.python.reading import Reading
from codemods.rules import Example, rules

_CLIENT = (
    "import os\n\nfrom openai import OpenAI\n\n"
    'client = OpenAI(base_url="{}", api_key=os.environ["{}"])\n'
)
_GROQ = _CLIENT.format("https://api.groq.com/openai/v1", "GROQ_API_KEY")
_OPENAI = _CLIENT.format("https://api.openai.com/v1", "OPENAI_API_KEY")
_DEEPSEEK = _CLIENT.format("https://api.deepseek.com", "DEEPSEEK_API_KEY")
_META = _CLIENT.format("https://api.meta.ai/v1", "MODEL_API_KEY")


@rules.add
class ParameterRule:
    """An argument of a moved call that the new model takes otherwise.

    What the catalogue marks as safe is written (a new name for the same thing); what is rejected,
    ignored or limited is reported at the argument, with the source of the fact. So are calls for
    a service that the new host does not have, through the same client.
    """

    BECOMES: ClassVar[tuple[Example, ...]] = (
        Example(
            _GROQ + "client.chat.completions.create(\n"
            '    model="llama-3.3-70b-versatile",\n    messages=[],\n    max_tokens=500,\n)\n',
            _META + "client.chat.completions.create(\n"
            '    model="muse-spark-1.3",\n    messages=[],\n    max_completion_tokens=500,\n)\n',
            recipe="llama-to-muse-spark",
        ),
        Example(
            _OPENAI + 'OPTIONS = {"max_completion_tokens": 100, "temperature": 0}\n'
            'messages = [{"role": "developer", "content": "Be brief."}]\n'
            'client.chat.completions.create(model="gpt-4o", messages=messages, **OPTIONS)\n',
            _DEEPSEEK + 'OPTIONS = {"max_tokens": 100, "temperature": 0}\n'
            'messages = [{"role": "system", "content": "Be brief."}]\n'
            'client.chat.completions.create(model="deepseek-flash", messages=messages, '
            'extra_body={"thinking": {"type": "disabled"}}, **OPTIONS)\n',
            recipe="openai-to-deepseek",
        ),
        Example(
            _DEEPSEEK + 'client.chat.completions.create(model="deepseek-flash", messages=[], '
            'extra_body={"thinking": {"type": "disabled"}})\n',
            _META + 'client.chat.completions.create(model="muse-spark-1.3", messages=[])\n',
            recipe="--move deepseek=meta:muse-spark-1.3",
        ),
    )
    LEAVES: ClassVar[tuple[Example, ...]] = (
        Example(
            _GROQ + 'client.chat.completions.create(model="whisper-large-v3", max_tokens=500)\n',
            recipe="llama-to-muse-spark",
            why="the call does not move",
        ),
        Example(
            "def make(max_tokens=500):\n    return max_tokens\n",
            recipe="llama-to-muse-spark",
            why="no call at all",
        ),
        Example(
            _DEEPSEEK + 'client.chat.completions.create(model="deepseek-flash", messages=[], '
            "max_tokens=100, temperature=0, presence_penalty=1)\n",
            why="a call that stays on its host keeps its arguments",
        ),
        Example(
            "import openai\n\ndef ask(limit):\n"
            '    return openai.OpenAI().chat.completions.create(model="gpt-6-sol", messages=[], '
            "max_completion_tokens=limit)\n",
            recipe="--move openai:gpt-4o=deepseek:deepseek-flash",
            why="another model, which the plan leaves",
        ),
    )

    def findings(self, reading: Reading) -> Iterator[Proposal]:
        """One finding for each argument."""
        for found in parameters_of(reading):
            yield Proposal(
                "parameter",
                found.module,
                (found.start, found.end),
                found.action,
                found.reason,
                new=found.new,
                group=found.group if found.action == "rewrite" else "",
                on=found.on,
                changes=found.changes,
            )
        yield from structured(reading)
        yield from typed(reading)
        yield from crewed(reading)
        yield from tokenizers(reading)
        for call in missing(reading):
            module, callee = call.sink.module, call.sink.call.func
            yield Proposal.on_node("parameter", module, callee, "review", call.reason)
