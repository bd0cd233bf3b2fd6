"""Values of Helm charts and Terraform variables that become variables of the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemods.scanning import Project, actions

OLD, NEW = "deepseek-chat", "deepseek-flash"
URL = "https://api.deepseek.com"
CODE = (
    "import os\nfrom openai import OpenAI\n"
    'client = OpenAI(base_url=os.environ["LLM_URL"], api_key=os.environ["LLM_KEY"])\n'
    'client.chat.completions.create(model=os.environ["LLM_MODEL"], messages=[])\n'
)
SWITCH = 'extra_body={"thinking": {"type": "disabled"}}'
CHART = {"charts/app/Chart.yaml": "name: app\nversion: 0.1.0\n", "src/ask.py": CODE}
VALUES = f"llm:\n  name: {OLD}\n  url: {URL}  # ours\n"
ENV = (
    "spec:\n  containers:\n    - env:\n"
    "        - name: LLM_MODEL\n          value: {{ .Values.llm.name | quote }}\n"
    '        - name: "LLM_URL"\n          value: "{{ .Values.llm.url }}"\n'
    '          {{- include "more" . | nindent 10 }}\n'
)
TF = {"src/ask.py": CODE}
VARIABLES = (
    f'variable "model" {{\n  default = "{OLD}"\n}}\nvariable "url" {{\n  default = "{URL}"\n}}\n'
)


@pytest.mark.parametrize(
    "template",
    [
        ENV,
        "data:\n  LLM_MODEL: {{ .Values.llm.name }}\n  LLM_URL: {{ quote .Values.llm.url }}\n",
        'data:\n  LLM_MODEL: "{{- .Values.llm.name | default "x" -}}"\n'
        "  LLM_URL: {{ $.Values.llm.url | trim | quote }}\n",
    ],
)
def test_the_code_behind_a_chart_gets_its_switch(template: str, tmp_path: Path) -> None:
    files = {**CHART, "charts/app/values.yaml": VALUES, "charts/app/templates/a.yaml": template}
    after = Project(tmp_path, files).apply()
    assert after["charts/app/values.yaml"] == VALUES.replace(OLD, NEW)
    assert SWITCH in after["src/ask.py"]
    assert after["charts/app/templates/a.yaml"] == template


_ENV = "env:\n  - name: LLM_MODEL\n    value: {}\n  - name: LLM_URL\n    value: {}\n"
_INSIDE = [
    "{{- with .Values.llm }}\n" + _ENV.format("{{ .name | quote }}", "{{ .url }}") + "{{- end }}\n",
    "{{- $llm := .Values.llm }}\n" + _ENV.format("{{ $llm.name }}", '"{{ $llm.url }}"'),
    "{{- with $one := .Values.llm }}\n"
    + _ENV.format("{{ $one.name }}", "{{ $.Values.llm.url }}") + "{{- end }}\n",
    "{{- if .Values.llm }}{{ range .Values.x }}\n{{ else }}\n{{- end }}\n"
    + _ENV.format("{{ .Values.llm.name }}", "{{ .Values.llm.url }}") + "{{- end }}\n",
]  # fmt: skip


@pytest.mark.parametrize("template", _INSIDE)
def test_what_a_dot_means_within_a_block_is_followed(template: str, tmp_path: Path) -> None:
    files = {**CHART, "charts/app/values.yaml": VALUES, "charts/app/templates/a.yaml": template}
    after = Project(tmp_path, files).apply()
    assert SWITCH in after["src/ask.py"]
    assert after["charts/app/values.yaml"] == VALUES.replace(OLD, NEW)


def test_each_entry_of_a_list_counts(tmp_path: Path) -> None:
    values = "bots:\n  - name: a\n    llm: {}\n    url: {}\n  - name: b\n    llm: {}\n    url: {}\n"
    template = "{{- range $i, $bot := .Values.bots }}\n" + _ENV.format(
        "{{ $bot.llm }}", "{{ .url }}"
    )
    template += "{{- end }}\n"
    files = {**CHART, "charts/app/templates/a.yaml": template}
    files["charts/app/values.yaml"] = values.format(OLD, URL, OLD, URL)
    after = Project(tmp_path, files).apply()
    assert after["charts/app/values.yaml"] == values.format(NEW, URL, NEW, URL)
    assert SWITCH in after["src/ask.py"]
    files["charts/app/values.yaml"] = values.format(OLD, URL, "deepseek-reasoner", URL)
    (call,) = (f for f in Project(tmp_path, files).scan().findings if f.rule == "thinking")
    assert (call.action, call.reason.split(":")[0]) == (
        "review", "ids with and without thinking come to this call and become one",
    )  # fmt: skip


_PROGRAM = (
    "import argparse\nfrom openai import OpenAI\n"
    f'client = OpenAI(base_url="{URL}", api_key="x")\n'
    f'p = argparse.ArgumentParser()\np.add_argument("--model")\na = p.parse_args()\n'
    "client.chat.completions.create(model=a.model, messages=[])\n"
)


@pytest.mark.parametrize(
    "args",
    [
        '["--model", {{ .Values.llm.name | quote }}]',
        '\n    - "--model={{ .Values.llm.name }}"',
        "\n    - --model\n    - {{ .Values.llm.name }}",
        "\n{{- with .Values.llm }}\n    - --model={{ .name }}\n{{- end }}",
    ],
)
def test_values_that_become_words_of_a_command(args: str, tmp_path: Path) -> None:
    template = f'containers:\n- name: a\n  command: ["python", "-m", "ask"]\n  args: {args}\n'
    files = {"charts/app/Chart.yaml": "name: app\n", "charts/app/templates/a.yaml": template}
    files |= {"charts/app/values.yaml": VALUES.replace(URL, "x"), "ask.py": _PROGRAM}
    after = Project(tmp_path, files).apply()
    assert SWITCH in after["ask.py"]
    assert after["charts/app/values.yaml"] == VALUES.replace(URL, "x").replace(OLD, NEW)


def test_the_values_of_a_part_of_a_chart_stand_under_its_name(tmp_path: Path) -> None:
    values = "app:\n" + "".join(f"  {line}\n" for line in VALUES.splitlines())
    files = {**CHART, "charts/app/values.yaml": values}
    files |= {"charts/app/charts/app/templates/a.yaml": ENV}
    assert SWITCH in Project(tmp_path, files).apply()["src/ask.py"]


@pytest.mark.parametrize("path", ["charts/app/values-prod.yaml", "deploy/prod.values.yaml"])
def test_what_another_values_file_says_counts(path: str, tmp_path: Path) -> None:
    files = {**CHART, "charts/app/values.yaml": VALUES, "charts/app/templates/a.yaml": ENV}
    files[path] = "llm: {url: 'https://models.internal.example/v1'}\n"
    result = Project(tmp_path, files).scan()
    assert {f.action for f in result.findings if f.path == "src/ask.py"} <= {"review", "leave"}


@pytest.mark.parametrize(
    "template",
    [
        ENV.replace(".Values.llm.name", ".Values.other.name"),
        ENV.replace(".Values.llm.name", 'printf "%s-x" .Values.llm.name'),
        ENV.replace("LLM_MODEL", "llm-model"),
        "notes: {{ .Values.llm.name }}\n",
        "{{- with .Values.other }}\n" + _ENV.format("{{ .name }}", "{{ .url }}") + "{{- end }}\n",
        '{{- define "x" }}\n' + _ENV.format("{{ .llm.name }}", "{{ .llm.url }}") + "{{- end }}\n",
        "{{- with .Values.llm }}\n{{- end }}\n" + _ENV.format("{{ .name }}", "{{ .url }}"),
        "{{- with .Values.llm }}{{ else }}\n"
        + _ENV.format("{{ .name }}", "{{ .url }}")
        + "{{ end }}\n",
    ],
)
def test_what_templates_do_otherwise_is_not_followed(template: str, tmp_path: Path) -> None:
    files = {**CHART, "charts/app/values.yaml": VALUES, "charts/app/templates/a.yaml": template}
    after = Project(tmp_path, files).apply()
    assert after["src/ask.py"] == CODE
    assert after["charts/app/values.yaml"] == VALUES.replace(OLD, NEW)


def test_templates_that_are_no_chart_are_not_followed(tmp_path: Path) -> None:
    files = {"src/ask.py": CODE, "charts/app/values.yaml": VALUES}
    files["charts/app/templates/a.yaml"] = ENV
    assert Project(tmp_path, files).apply()["src/ask.py"] == CODE


def test_a_chart_moves_to_another_host_with_its_code_or_alone(tmp_path: Path) -> None:
    values = "llm:\n  name: gpt-4o\n  url: https://api.openai.com/v1\n"
    code = CODE.replace("LLM_KEY", "OPENAI_API_KEY")
    files = {**CHART, "src/ask.py": code, "charts/app/values.yaml": values}
    files["charts/app/templates/a.yaml"] = ENV
    moved = f"llm:\n  name: {NEW}\n  url: {URL}\n"
    both = Project(tmp_path / "both", files).apply("openai-to-deepseek")
    assert both["charts/app/values.yaml"] == moved
    assert 'os.environ["DEEPSEEK_API_KEY"]' in both["src/ask.py"]
    del files["src/ask.py"]
    alone = Project(tmp_path / "alone", files).apply("openai-to-deepseek")
    assert alone["charts/app/values.yaml"] == moved


@pytest.mark.parametrize(
    "resource",
    [
        'resource "a" "b" {\n  environment {\n    variables = {\n      LLM_MODEL = var.model\n'
        "      LLM_URL = var.url\n    }\n  }\n}\n",
        'resource "a" "b" {\n  data = { LLM_MODEL = "${var.model}", LLM_URL = var.url }\n}\n',
        'resource "a" "b" {\n  env {\n    name = "LLM_MODEL"\n    value = var.model\n  }\n'
        '  env {\n    name  = "LLM_URL"\n    value = var.url\n  }\n}\n',
        "locals {\n  m = var.model\n  e = [\n"
        '    { name = "LLM_MODEL", value = local.m },\n    { name = "LLM_URL", value = var.url },\n'
        "  ]\n}\n",
    ],
)
def test_the_code_behind_a_terraform_variable_gets_its_switch(
    resource: str, tmp_path: Path
) -> None:
    files = {**TF, "terraform/variables.tf": VARIABLES, "terraform/main.tf": resource}
    after = Project(tmp_path, files).apply()
    assert after["terraform/variables.tf"] == VARIABLES.replace(OLD, NEW)
    assert SWITCH in after["src/ask.py"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("terraform/prod.tfvars", f'model = "{OLD}"\nurl = "{URL}"\n'),
        ("terraform/env/prod.tfvars", f'model = "{OLD}"\nurl = "{URL}"\n'),
        ("terraform/a.tfvars.json", f'{{"model": "{OLD}", "url": "{URL}"}}\n'),
    ],
)
def test_a_value_of_a_terraform_variable_is_one(path: str, text: str, tmp_path: Path) -> None:
    main = "".join(f'variable "{name}" {{}}\n' for name in ("model", "url"))
    main += "locals {\n  env = {\n    LLM_MODEL = var.model\n    LLM_URL = var.url\n  }\n}\n"
    after = Project(tmp_path, {**TF, "terraform/main.tf": main, path: text}).apply()
    assert after[path] == text.replace(OLD, NEW)
    assert SWITCH in after["src/ask.py"]


def test_a_module_that_is_called_fills_the_variables(tmp_path: Path) -> None:
    inner = 'variable "m" {}\nlocals { env = { LLM_MODEL = var.m } }\n'
    call = f'module "app" {{\n  source = "../modules/app"\n  m      = "{OLD}"\n}}\n'
    files = {"terraform/modules/app/main.tf": inner, "terraform/prod/main.tf": call}
    code = CODE.replace('os.environ["LLM_URL"]', f'"{URL}"')
    after = Project(tmp_path, {**files, "src/ask.py": code}).apply()
    assert after["terraform/prod/main.tf"] == call.replace(OLD, NEW)
    assert SWITCH in after["src/ask.py"]


@pytest.mark.parametrize(
    "resource",
    [
        "",
        'resource "a" "b" {\n  description = var.model\n}\n',
        'output "LLM_MODEL" {\n  value = var.model\n}\n',
        'locals {\n  env = { LLM_MODEL = "x-${var.model}" }\n}\n',
        'locals {\n  env = { LLM_MODEL = var.model == "" ? "a" : "b" }\n}\n',
    ],
)
def test_what_terraform_does_otherwise_is_not_followed(resource: str, tmp_path: Path) -> None:
    files = {**TF, "terraform/variables.tf": VARIABLES, "terraform/main.tf": resource}
    assert Project(tmp_path, files).apply()["src/ask.py"] == CODE


def test_a_terraform_address_of_ones_own_keeps_the_code(tmp_path: Path) -> None:
    env = "locals {\n  env = {\n    LLM_MODEL = var.model\n    LLM_URL = var.url\n  }\n}\n"
    variables = VARIABLES.replace(URL, "https://models.internal.example/v1")
    files = {**TF, "terraform/variables.tf": variables, "terraform/main.tf": env}
    result = Project(tmp_path, files).scan()
    assert "rewrite" not in {action for _, _, action, _ in actions(result)}
