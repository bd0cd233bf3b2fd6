"""Arguments that only the old library has: in the body they still go out, and are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project

ASK = (
    "from together import Together\n\nclient = Together()\n"
    'client.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", '
    "messages=[], {})\n"
)


@pytest.mark.parametrize("name", ["top_k", "repetition_penalty", "safety_model"])
def test_what_nobody_knows_of_is_told(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path, {"app.py": ASK.format(f"{name}=1")})
    told = [f for f in project.scan("llama-to-muse-spark").of("review") if f.rule == "parameter"]
    assert [(f.span.line, f.reason) for f in told] == [
        (4, f"Meta Model API is not known to take {name}: no source here tells of it")
    ]
    assert f'extra_body={{"{name}": 1}})' in project.apply("llama-to-muse-spark")["app.py"]


@pytest.mark.parametrize("given", ["temperature=1", "top_p=0.5", "seed=1"])
def test_what_openai_s_request_has_is_not(tmp_path: Path, given: str) -> None:
    project = Project(tmp_path, {"app.py": ASK.format(given)})
    found = project.scan("llama-to-muse-spark").findings
    assert not any("no source here tells of it" in finding.reason for finding in found)
