"""Keys of one host that are told apart by number move together, by hand."""

from __future__ import annotations

from pathlib import Path

from tests.codemods.scanning import Project

KEYS = (
    'import os\n\nKEYS = [os.getenv("GROQ_API_KEY", "")]\n'
    'KEYS += [os.getenv(f"GROQ_API_KEY_{i}", "") for i in range(2, 9)]\n'
)
ASK = (
    "from groq import Groq\nfrom keys import KEYS\n\nclient = Groq(api_key=KEYS[0])\n"
    'client.chat.completions.create(model="llama-3.3-70b-versatile", messages=[])\n'
)
DOTENV = "GROQ_API_KEY=\nGROQ_API_KEY_2=\n"


def test_the_client_moves_and_the_keys_are_told(tmp_path: Path) -> None:
    project = Project(tmp_path, {"keys.py": KEYS, "ask.py": ASK, ".env.example": DOTENV})
    found = [f for f in project.scan("llama-to-muse-spark").findings if f.rule == "key-variable"]
    assert {f.action for f in found} == {"review"}
    assert {f.path for f in found} == {"keys.py", "ask.py", ".env.example"}
    after = project.apply("llama-to-muse-spark")
    assert 'OpenAI(base_url="https://api.meta.ai/v1", api_key=KEYS[0])' in after["ask.py"]
    assert after["keys.py"] == KEYS
    assert after[".env.example"] == DOTENV


def test_a_message_with_the_name_numbers_nothing(tmp_path: Path) -> None:
    one = (
        'import os\n\nKEYS = [os.getenv("GROQ_API_KEY", "")]\nprint(f"GROQ_API_KEY_{len(KEYS)}")\n'
    )
    after = Project(tmp_path, {"keys.py": one, "ask.py": ASK}).apply("llama-to-muse-spark")
    assert 'os.getenv("MODEL_API_KEY", "")' in after["keys.py"]
