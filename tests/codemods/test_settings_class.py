"""Fields of settings classes are read from environment variables, and a dotenv file fills them."""

from __future__ import annotations

from pathlib import Path

from tests.codemods.scanning import Project

HEAD = (
    "from pydantic_settings import BaseSettings, SettingsConfigDict\nfrom pydantic import Field\n"
)
ASK = (
    "from together import Together\nfrom settings import settings\n"
    "client = Together(api_key=settings.together_api_key)\n\n"
    "def ask(messages):\n"
    "    return client.chat.completions.create(model=settings.model, messages=messages)\n"
)
LLAMA = "meta-llama/Llama-3.3-70B-Instruct-Turbo"
FIELDS = '    model: str = "{}"\n    together_api_key: str\n'
CLASS = HEAD + "class Settings(BaseSettings):\n" + FIELDS.format(LLAMA) + "settings = Settings()\n"
RECIPE = "llama-to-muse-spark"


def test_a_dotenv_file_moves_with_the_field_it_fills(tmp_path: Path) -> None:
    dotenv = f"MODEL={LLAMA}\n"
    project = Project(tmp_path, {"settings.py": CLASS, "ask.py": ASK, ".env.example": dotenv})
    after = project.apply(RECIPE)
    assert after[".env.example"] == "MODEL=muse-spark-1.3\n"
    assert 'model: str = "muse-spark-1.3"' in after["settings.py"]


def test_a_key_keeps_the_name_that_a_field_bears(tmp_path: Path) -> None:
    files = {"settings.py": CLASS, "ask.py": ASK, ".env.example": "TOGETHER_API_KEY=\n"}
    project = Project(tmp_path, files)
    told = [f for f in project.scan(RECIPE).findings if f.path == ".env.example"]
    assert [(f.rule, f.action) for f in told] == [("key-variable", "review")]
    assert "the settings field at settings.py:5 reads TOGETHER_API_KEY" in told[0].reason
    assert project.apply(RECIPE)[".env.example"] == "TOGETHER_API_KEY=\n"


def test_the_prefix_of_the_class_counts(tmp_path: Path) -> None:
    prefixed = CLASS.replace(
        "    model", '    model_config = SettingsConfigDict(env_prefix="APP_")\n    model', 1
    )
    dotenv = f"APP_MODEL={LLAMA}\nMODEL={LLAMA}\n"
    project = Project(tmp_path, {"settings.py": prefixed, "ask.py": ASK, ".env.example": dotenv})
    after = project.apply(RECIPE)[".env.example"]
    assert after == f"APP_MODEL=muse-spark-1.3\nMODEL={LLAMA}\n"


def test_an_alias_that_names_the_key_is_rewritten(tmp_path: Path) -> None:
    aliased = CLASS.replace(
        "together_api_key: str\n",
        'together_api_key: str = Field(validation_alias="TOGETHER_API_KEY")\n',
    )
    files = {"settings.py": aliased, "ask.py": ASK, ".env.example": "TOGETHER_API_KEY=\n"}
    after = Project(tmp_path, files).apply(RECIPE)
    assert 'validation_alias="MODEL_API_KEY"' in after["settings.py"]
    assert after[".env.example"] == "MODEL_API_KEY=\n"


def test_a_plain_model_reads_no_environment(tmp_path: Path) -> None:
    plain = CLASS.replace("class Settings(BaseSettings)", "class Settings(BaseModel)")
    plain = plain.replace("BaseSettings,", "BaseSettings as Other,")
    dotenv = f"MODEL={LLAMA}\n"
    project = Project(tmp_path, {"settings.py": plain, "ask.py": ASK, ".env.example": dotenv})
    assert project.apply(RECIPE)[".env.example"] == dotenv


def test_settings_that_are_injected_are_read_from_the_environment(tmp_path: Path) -> None:
    ask = (
        "from typing import Annotated\nfrom fastapi import Depends\n"
        "from together import Together\nfrom settings import Settings, get\n\n"
        "def answer(messages, settings: {}):\n"
        "    client = Together(api_key=settings.together_api_key)\n"
        "    return client.chat.completions.create(model=settings.model, messages=messages)\n"
    )
    for place, kind in enumerate(("Settings", "Annotated[Settings, Depends(get)]")):
        files = {
            "settings.py": CLASS + "def get():\n    return settings\n",
            "ask.py": ask.format(kind),
            ".env.example": f"MODEL={LLAMA}\n",
        }
        folder = tmp_path / str(place)
        after = Project(folder, files).apply(RECIPE)
        assert after[".env.example"] == "MODEL=muse-spark-1.3\n"
        assert "from openai import OpenAI" in after["ask.py"]


def test_a_parameter_of_another_class_is_not_followed(tmp_path: Path) -> None:
    ask = ASK.replace("from settings import settings", "from other import Settings")
    ask = ask.replace("def ask(messages)", "def ask(messages, settings: Settings)")
    files = {"other.py": "class Settings:\n    pass\n", "ask.py": ask, ".env": f"MODEL={LLAMA}\n"}
    assert Project(tmp_path, files).apply(RECIPE) == files
