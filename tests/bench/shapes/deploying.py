"""Many files of deployment: charts, Terraform, commands, servers, containers."""

# ruff: noqa: E501 - what is made stands on one line

from __future__ import annotations

from tests.bench.shapes import Files, Words
from tests.bench.shapes.settings import TOOL, _reader

TEMPLATE = """spec:
  containers:
    - name: app
      env:
        - name: {name}
          value: {{{{ .Values.llm.{key} }}}}
"""


def charts(n: int, words: Words) -> Files:
    """Many charts of Helm."""
    for i in range(n):
        yield f"charts/c{i}/Chart.yaml", f"name: c{i}\n"
        yield f"charts/c{i}/values.yaml", f"llm:\n  model: {words.model}\n"
        yield f"charts/c{i}/values-prod.yaml", f"llm:\n  model: {words.model}\n"
        template = TEMPLATE.format(name="LLM_MODEL", key="model")
        yield f"charts/c{i}/templates/deploy.yaml", template
    yield "main.py", _reader(words)


def chart_with_many_values(n: int, words: Words) -> Files:
    """One chart with many templates and stages."""
    yield "chart/Chart.yaml", "name: c\n"
    values = "".join(f"  model{i}: {words.model}\n" for i in range(n))
    yield "chart/values.yaml", f"llm:\n{values}"
    for i in range(n):
        yield f"chart/values-s{i}.yaml", f"llm:\n  model{i}: {words.model}\n"
        template = TEMPLATE.format(name=f"TASK{i}_MODEL", key=f"model{i}")
        yield f"chart/templates/d{i}.yaml", template
        yield f"app{i}/main.py", _reader(words, f"TASK{i}_MODEL")


def terraform_modules(n: int, words: Words) -> Files:
    """Many modules of Terraform, called from one root."""
    calls = 'module "m{i}" {{\n  source = "./modules/m{i}"\n  model = "{model}"\n}}\n'
    yield "infra/main.tf", "".join(calls.format(i=i, model=words.model) for i in range(n))
    for i in range(n):
        variable = f'variable "model" {{\n  default = "{words.model}"\n}}\n'
        yield f"infra/modules/m{i}/variables.tf", variable
        yield f"infra/modules/m{i}/main.tf", FUNCTION.format(name=f"TASK{i}_MODEL", read="model")
        yield f"app{i}/main.py", _reader(words, f"TASK{i}_MODEL")


FUNCTION = """resource "aws_lambda_function" "f_{read}" {{
  environment {{
    variables = {{
      {name} = var.{read}
    }}
  }}
}}
"""


def terraform_with_many_variables(n: int, words: Words) -> Files:
    """One module with many variables, and many files that give them."""
    variable = 'variable "m{i}" {{\n  default = "{model}"\n}}\n'
    yield "variables.tf", "".join(variable.format(i=i, model=words.model) for i in range(n))
    for i in range(n):
        yield f"f{i}.tf", FUNCTION.format(name=f"TASK{i}_MODEL", read=f"m{i}")
        yield f"stages/s{i}.tfvars", f'm{i} = "{words.model}"\n'
    yield "main.py", _reader(words, "TASK0_MODEL")


def terraform_chain(n: int, words: Words) -> Files:
    """Locals that are locals of locals."""
    chain = "".join(f"  l{i + 1} = local.l{i}\n" for i in range(n))
    yield "main.tf", f'locals {{\n  l0 = "{words.model}"\n{chain}}}\n'
    yield "f.tf", FUNCTION.format(name="LLM_MODEL", read="x").replace("var.x", "local.l3")
    yield "main.py", _reader(words)


LOCAL = """from openai import OpenAI
client = OpenAI(base_url="http://localhost:8000/v1", api_key="none")
client.chat.completions.create(model="{model}", messages=[])
"""
WEIGHTS = "meta-llama/Llama-3.3-70B-Instruct"


def servers(n: int, words: Words) -> Files:
    """Local servers, each with its client and a setting."""
    for i in range(n):
        yield f"s{i}/serve.sh", f"vllm serve {WEIGHTS}-{i} --port 8000\nvllm serve {WEIGHTS}\n"
        yield f"s{i}/ask.py", LOCAL.format(model=f"{WEIGHTS}-{i}")
        yield (
            f"s{i}/config.yaml",
            f"model: {WEIGHTS}\nurl: http://localhost:8000/v1\nm: {words.model}\n",
        )


def servers_of_one_model(n: int, words: Words) -> Files:
    """Many servers of one model and many clients, all in one folder."""
    for i in range(n):
        yield f"serve{i}.sh", f"vllm serve {WEIGHTS} --port 8{i}\n"
        yield f"ask{i}.py", LOCAL.format(model=WEIGHTS)
        yield (
            f"c{i}.yaml",
            f"llm:\n  model: {WEIGHTS}\n  url: http://localhost:8000/v1\nm: {words.model}\n",
        )


def servers_in_one_compose_file(n: int, words: Words) -> Files:
    """Servers of one compose file, in lists and in one string."""
    service = "  s{i}:\n    image: vllm/vllm-openai:v1\n    command: --model {w} --port 8{i}\n"
    service += "  t{i}:\n    image: vllm/vllm-openai\n    command: ['--model', '{w}']\n"
    service += "    environment:\n      MODEL: {model}\n"
    services = (service.format(i=i, w=WEIGHTS, model=words.model) for i in range(n))
    yield "compose.yaml", "services:\n" + "".join(services)
    yield "ask.py", LOCAL.format(model=WEIGHTS)


def programs_and_scripts(n: int, words: Words) -> Files:
    """Programs with an option, each started by a script."""
    for i in range(n):
        yield f"tools/t{i}.py", TOOL.format(client=words.client, model=words.model)
        yield f"run{i}.sh", f"python tools/t{i}.py --model {words.model} --seed {i}\n"


def one_program_many_scripts(n: int, words: Words) -> Files:
    """One program that many scripts start."""
    yield "tool.py", TOOL.format(client=words.client, model=words.model)
    for i in range(n):
        yield f"jobs/run{i}.sh", f"python tool.py --model {words.model} --seed {i}\n"


def one_script_many_commands(n: int, words: Words) -> Files:
    """One long script."""
    yield "tool.py", TOOL.format(client=words.client, model=words.model)
    lines = "".join(f"python tool.py --model {words.model} --seed {i}\n" for i in range(n))
    yield "run.sh", f"MODEL={words.model}\n{lines}" + 'python tool.py --model "$MODEL"\n' * n


def scripts_that_hand_on(n: int, words: Words) -> Files:
    """Scripts that hand their arguments on."""
    yield "tool.py", TOOL.format(client=words.client, model=words.model)
    for i in range(n):
        yield f"bin/w{i}.sh", 'exec python tool.py "$@"\n'
        yield f"jobs/run{i}.sh", f"bin/w{i}.sh --model {words.model}\n"


def programs_of_one_name(n: int, words: Words) -> Files:
    """Programs called alike in many folders, with a package each."""
    for i in range(n):
        yield f"p{i}/run.py", TOOL.format(client=words.client, model=words.model)
        yield f"p{i}/run.sh", f"python run.py --model {words.model}\n"
        yield (
            f"p{i}/pyproject.toml",
            f'[project]\nname = "p{i}"\n[project.scripts]\ntool{i} = "run:main"\n',
        )


def programs_that_import(n: int, words: Words) -> Files:
    """Programs whose options are declared in a module that all import."""
    body = TOOL.format(client=words.client, model=words.model)
    head, _, rest = body.partition("client =")
    yield "shared/options.py", head
    for i in range(n):
        yield (
            f"tools/t{i}.py",
            f"import os\nfrom openai import OpenAI\nfrom shared.options import args\nclient ={rest}",
        )
        yield f"run{i}.sh", f"python tools/t{i}.py --model {words.model}\n"


def makefile_with_many_targets(n: int, words: Words) -> Files:
    """One long Makefile."""
    yield "tool.py", TOOL.format(client=words.client, model=words.model)
    targets = "".join(f"t{i}:\n\tpython tool.py --model $(MODEL) --seed {i}\n" for i in range(n))
    yield "Makefile", f"MODEL ?= {words.model}\n{targets}"


def makefiles(n: int, words: Words) -> Files:
    """Many Makefiles."""
    for i in range(n):
        yield (
            f"app{i}/Makefile",
            f"MODEL ?= {words.model}\nrun:\n\tpython tool.py --model $(MODEL)\n",
        )
        yield f"app{i}/tool.py", TOOL.format(client=words.client, model=words.model)


def dockerfiles(n: int, words: Words) -> Files:
    """Many Dockerfiles."""
    for i in range(n):
        text = f'FROM python\nENV LLM_MODEL={words.model}\nCMD ["python", "main.py", "--m", "{words.model}"]\n'
        yield f"app{i}/Dockerfile", text
        yield f"app{i}/main.py", _reader(words)


def long_dockerfile(n: int, words: Words) -> Files:
    """One Dockerfile with many lines."""
    lines = (f"ENV TASK{i}_MODEL={words.model}\nRUN vllm serve {WEIGHTS}\n" for i in range(n))
    yield "Dockerfile", "FROM vllm/vllm-openai\n" + "".join(lines)


def bodies_of_requests(n: int, words: Words) -> Files:
    """One script with many requests."""
    body = f'{{"model": "{words.model}", "messages": []}}'
    lines = (
        f"curl {words.url}/chat/completions -H 'Authorization: Bearer ${words.key}' -d '{body}'\n"
    )
    yield "ask.sh", lines * n
    for i in range(n):
        yield f"b{i}.json", body
        yield f"ask{i}.sh", f"curl {words.url}/chat/completions -d @b{i}.json\n"


def procfiles(n: int, words: Words) -> Files:
    """Many lines of processes, many package scripts."""
    yield "tool.py", TOOL.format(client=words.client, model=words.model)
    yield "Procfile", "".join(f"w{i}: python tool.py --model {words.model}\n" for i in range(n))
    for i in range(n):
        text = f'{{"scripts": {{"ask": "python ../tool.py --model {words.model}"}}}}'
        yield f"p{i}/package.json", text
