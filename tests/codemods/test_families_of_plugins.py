"""LiveKit's plugins: each is a library of its own, and its classes are called by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project, actions

GROQ = 'groq.LLM(model="llama-3.3-70b-versatile", temperature=0.2)'
META = (
    'openai.LLM(model="muse-spark-1.3", temperature=0.2, base_url="https://api.meta.ai/v1", '
    'api_key=os.environ["MODEL_API_KEY"])'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"import os\nfrom livekit.plugins import groq\n\nllm = {GROQ}\n",
            f"import os\nfrom livekit.plugins import openai\n\nllm = {META}\n",
        ),
        (
            f"import os\nfrom livekit.plugins import deepgram, groq, silero\n\nllm = {GROQ}\n",
            f"import os\nfrom livekit.plugins import deepgram, openai, silero\n\nllm = {META}\n",
        ),
        (
            "import os\nfrom livekit.plugins import (\n    silero,  # hears\n    groq,  # thinks"
            f"\n)\n\nllm = {GROQ}\n",
            "import os\nfrom livekit.plugins import (\n    silero,  # hears\n    openai,  # thinks"
            '\n)\n\nllm = openai.LLM(\n    model="muse-spark-1.3",\n    temperature=0.2,\n'
            '    base_url="https://api.meta.ai/v1",\n    api_key=os.environ["MODEL_API_KEY"],\n)\n',
        ),
        (
            "import os\nfrom livekit.plugins import groq, openai\n\n"
            f"llm = {GROQ}\ntts = openai.TTS()\n",
            f"import os\nfrom livekit.plugins import openai\n\nllm = {META}\ntts = openai.TTS()\n",
        ),
        (
            "import os\nfrom livekit.plugins import groq, silero\n\n"
            f"stt = groq.STT()\nllm = {GROQ}\n",
            "import os\nfrom livekit.plugins import groq, openai, silero\n\n"
            f"stt = groq.STT()\nllm = {META}\n",
        ),
        (
            "import os\nfrom livekit.plugins.groq import LLM\n\n"
            f"llm = {GROQ.removeprefix('groq.')}\n",
            f"import os\nfrom livekit.plugins import openai\n\nllm = {META}\n",
        ),
        (
            "import os\nfrom livekit.plugins import openai\n\nllm = openai.LLM.with_together("
            'model="meta-llama/Llama-3.3-70B-Instruct-Turbo", temperature=0.2)\n',
            f"import os\nfrom livekit.plugins import openai\n\nllm = {META}\n",
        ),
    ],
)
def test_the_model_of_a_plugin_moves_to_that_of_openai(
    tmp_path: Path, before: str, after: str
) -> None:
    project = Project(tmp_path, {"app.py": before})
    assert project.apply("llama-to-muse-spark") == {"app.py": after}


@pytest.mark.parametrize(
    "text",
    [
        f"import openai\nfrom livekit.plugins import groq\n\nllm = {GROQ}\n",
        f"from livekit.plugins import groq\n\nopenai = None\nllm = {GROQ}\n",
        f'from livekit.plugins import groq\n\nllm = {GROQ[:-1]}, voice="x")\n',
        'from livekit.plugins import groq\n\nstt = groq.STT(model="whisper-large-v3")\n',
        'from livekit.agents import inference\n\ninference.LLM(model="groq/llama3-8b-8192")\n',
    ],
)
def test_where_the_other_plugin_has_no_room_or_nothing_asks_a_model_all_stays(
    tmp_path: Path, text: str
) -> None:
    project = Project(tmp_path, {"app.py": text})
    assert project.apply("llama-to-muse-spark") == {"app.py": text}


def test_the_key_of_what_still_hears_and_speaks_stays(tmp_path: Path) -> None:
    files = {
        "app.py": f"from livekit.plugins import groq\n\nstt = groq.STT()\nllm = {GROQ}\n",
        ".env.example": "GROQ_API_KEY=\n",
    }
    found = Project(tmp_path, files).scan("llama-to-muse-spark")
    told = [finding for finding in found.findings if finding.path == ".env.example"]
    assert [(f.action, f.reason) for f in told] == [
        (
            "review",
            "a client that moves reads MODEL_API_KEY now, others still need this one: set both",
        )
    ]
    assert ("llama-3.3-70b-versatile", 4, "rewrite", "muse-spark-1.3") in actions(found)


def test_a_plugin_that_has_another_name_is_imported_by_its_own(tmp_path: Path) -> None:
    text = (
        "import os\nfrom livekit.plugins import groq as fast, silero\n\n"
        f"llm = {GROQ.replace('groq.', 'fast.')}\n"
    )
    after = Project(tmp_path, {"app.py": text}).apply("llama-to-muse-spark")["app.py"]
    assert after == f"import os\nfrom livekit.plugins import openai, silero\n\nllm = {META}\n"


def test_clients_that_share_a_key_stay_together_where_one_cannot_be_written(
    tmp_path: Path,
) -> None:
    files = {
        "app.py": "import os\n\ntry:\n    from livekit.plugins import groq\nexcept ImportError:\n"
        "    groq = None\nfrom livekit.plugins import openai\n\n"
        'KEY = os.environ["GROQ_API_KEY"]\n'
        'one = groq.LLM(model="llama-3.3-70b-versatile", api_key=KEY)\n'
        'other = openai.LLM(model="llama-3.1-8b-instant", api_key=KEY, '
        'base_url="https://api.groq.com/openai/v1")\n',
        "more.py": "from livekit.plugins import groq\n\n\nclass Own(groq.LLM):\n"
        "    def __init__(self):\n"
        '        super().__init__(model="llama-3.3-70b-versatile")\n',
    }
    assert Project(tmp_path, files).apply("llama-to-muse-spark") == files
