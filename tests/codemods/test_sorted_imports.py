"""Imports that are added stand where a sorter would put them, if the imports were sorted before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

CALL = (
    "\nclient = {}\nclient.chat.completions.create(\n"
    '    model="meta-llama/Llama-3.3-70B-Instruct-Turbo", messages=[]\n)\n'
)


def imports(folder: Path, before: str, made: str = "Together()") -> str:
    """What stands above the call after the move."""
    project = Project(folder, {"app.py": before + CALL.format(made), "ours.py": "x = 1\n"})
    return project.apply("llama-to-muse-spark")["app.py"].partition("\nclient = ")[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from together import Together\n", "import os\n\nfrom openai import OpenAI\n"),
        (
            '"""Asks."""\n\nfrom __future__ import annotations\n\nimport json\nimport sys\n\n'
            "import numpy as np\nfrom pydantic import BaseModel\nfrom together import Together\n\n"
            "from .x import y\n",
            '"""Asks."""\n\nfrom __future__ import annotations\n\nimport json\nimport os\n'
            "import sys\n\nimport numpy as np\nfrom openai import OpenAI\n"
            "from pydantic import BaseModel\n\nfrom .x import y\n",
        ),
        (  # after plain imports of its section, before what is from it
            "from dataclasses import dataclass\n\nfrom together import Together\n\n"
            "from ours import x\n",
            "import os\nfrom dataclasses import dataclass\n\nfrom openai import OpenAI\n\n"
            "from ours import x\n",
        ),
        (  # one line for each package
            "import os\n\nfrom openai import APIError, RateLimitError\n"
            "from together import Together\n",
            "import os\n\nfrom openai import APIError, OpenAI, RateLimitError\n",
        ),
        (
            "import os\n\nfrom openai import (\n    APIError,\n    RateLimitError,\n)\n"
            "from together import Together\n",
            "import os\n\nfrom openai import (\n    APIError,\n    OpenAI,\n"
            "    RateLimitError,\n)\n",
        ),
    ],
)
def test_sorted_imports_stay_sorted(tmp_path: Path, before: str, after: str) -> None:
    assert imports(tmp_path, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import sys\nimport json\nfrom together import Together\n", "import os\nimport sys\n"),
        ("import sys\nfrom together import Together\n", "import os\nimport sys\n"),
        ("from .x import y\nfrom together import Together\n", "import os\nfrom .x import y\n"),
    ],
)
def test_what_nobody_sorts_gets_them_on_top(tmp_path: Path, before: str, after: str) -> None:
    found = imports(tmp_path, before)
    assert found.startswith(after)
    assert found.endswith("from openai import OpenAI\n")


def test_a_comment_stays_with_its_import(tmp_path: Path) -> None:
    before = "import json  # noqa: F401\n\nfrom together import Together  # the host\n"
    after = "import os\nimport json  # noqa: F401\n\nfrom openai import OpenAI  # the host\n"
    assert imports(tmp_path, before) == after


def test_two_classes_come_together(tmp_path: Path) -> None:
    before = (
        "import os\n\nfrom openai import APIError\nfrom together import AsyncTogether, Together\n"
    )
    later = "other = AsyncTogether()" + CALL.replace("client", "other").removeprefix("\nother = {}")
    project = Project(tmp_path, {"app.py": before + CALL.format("Together()") + later})
    after = project.apply("llama-to-muse-spark")["app.py"]
    assert after.startswith("import os\n\nfrom openai import APIError, AsyncOpenAI, OpenAI\n\n")
