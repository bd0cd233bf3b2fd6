"""Python that many modules share: wrappers, parents, constants, re-exports, copies."""

# ruff: noqa: E501 - what is made stands on one line

from __future__ import annotations

from tests.bench.shapes import Files, Words

HEAD = "import os\nfrom openai import OpenAI\n"
WRAPPER = """def ask(model, text, **options):
    return client.chat.completions.create(model=model, messages=[text], **options)
"""


def _client(words: Words) -> str:
    return f"{HEAD}client = {words.client}\n"


def _call(words: Words, i: object = 0) -> str:
    return f'client.chat.completions.create(model="{words.model}", messages=[], seed={i})'


def modules(n: int, words: Words) -> Files:
    """Modules that have nothing to do with each other."""
    for i in range(n):
        yield f"m{i}.py", f"{_client(words)}r{i} = {_call(words)}\n"


def wrapper(n: int, words: Words) -> Files:
    """A function that many modules call."""
    yield "lib/__init__.py", ""
    yield "lib/wrap.py", _client(words) + WRAPPER
    for i in range(n):
        yield f"use{i}.py", f'from lib.wrap import ask\nr{i} = ask("{words.model}", "t")\n'


def wrapper_of_a_wrapper(n: int, words: Words) -> Files:
    """A function that calls a function, and so on."""
    yield "w0.py", _client(words) + WRAPPER.replace("ask", "ask0")
    for i in range(n):
        inner = f"def ask{i + 1}(model, text):\n    return ask{i}(model, text)\n"
        yield f"w{i + 1}.py", f"from w{i} import ask{i}\n{inner}"
    yield "use.py", f'from w{n} import ask{n}\nask{n}("{words.model}", "t")\n'


def wrappers_in_one_module(n: int, words: Words) -> Files:
    """Many functions that ask, each called from its own module."""
    made = "".join(WRAPPER.replace("ask", f"ask{i}") for i in range(n))
    yield "wrap.py", _client(words) + made
    for i in range(n):
        yield f"use{i}.py", f'from wrap import ask{i}\nr{i} = ask{i}("{words.model}", "t")\n'


BASE = """class Base:
    model = None
    def __init__(self, model=None, **kwargs):
        self.model = model or self.model
        self.client = {client}
    def ask(self, text):
        return self.client.chat.completions.create(model=self.model, messages=[text])
"""


def heirs(n: int, words: Words) -> Files:
    """A class with many heirs, each in its module."""
    yield "base.py", HEAD + BASE.format(client=words.client)
    for i in range(n):
        heir = f'from base import Base\nclass Agent{i}(Base):\n    model = "{words.model}"\n'
        yield f"agents/a{i}.py", f"{heir}    def run(self):\n        return self.ask('t{i}')\n"


def heirs_in_one_module(n: int, words: Words) -> Files:
    """A class with many heirs, all in its module, made with the model."""
    heir = 'class Agent{i}(Base):\n    def __init__(self):\n        super().__init__(model="{m}")\n'
    heirs = "".join(heir.format(i=i, m=words.model) for i in range(n))
    yield "agents.py", HEAD + BASE.format(client=words.client) + heirs


def line_of_heirs(n: int, words: Words) -> Files:
    """Classes that inherit one from the other."""
    line = "".join(f"class A{i + 1}(A{i}):\n    x{i} = {i}\n" for i in range(n))
    base = BASE.format(client=words.client).replace("Base", "A0")
    yield "line.py", f'{HEAD}{base}{line}A{n}(model="{words.model}").ask("t")\n'


def constants(n: int, words: Words) -> Files:
    """A module of constants, each used by another module."""
    made = "".join(f'MODEL_{i} = "{words.model}"\n' for i in range(n))
    yield "constants.py", made
    for i in range(n):
        call = f"client.chat.completions.create(model=MODEL_{i}, messages=[])"
        yield f"use{i}.py", f"from constants import MODEL_{i}\n{_client(words)}{call}\n"


def one_constant(n: int, words: Words) -> Files:
    """A constant that many modules use, by its module's name."""
    yield "conf/__init__.py", ""
    yield "conf/constants.py", f'MODEL = "{words.model}"\n'
    for i in range(n):
        call = "client.chat.completions.create(model=constants.MODEL, messages=[])"
        yield f"use{i}.py", f"from conf import constants\n{_client(words)}{call}\n"


def table(n: int, words: Words) -> Files:
    """A dictionary of many ids, each looked up by a module."""
    rows = "".join(f'    "k{i}": "{words.model}",\n' for i in range(n))
    yield "table.py", f"MODELS = {{\n{rows}}}\n"
    for i in range(n):
        call = f'client.chat.completions.create(model=MODELS["k{i}"], messages=[])'
        yield f"use{i}.py", f"from table import MODELS\n{_client(words)}{call}\n"


def re_exports(n: int, words: Words) -> Files:
    """A chain of modules that hand a name on."""
    yield "m0.py", f'MODEL = "{words.model}"\n'
    for i in range(n):
        yield f"m{i + 1}.py", f"from m{i} import MODEL\n"
    call = "client.chat.completions.create(model=MODEL, messages=[])"
    yield "use.py", f"from m{n} import MODEL\n{_client(words)}{call}\n"


def stars(n: int, words: Words) -> Files:
    """Modules that take all that others have, and one that takes all of all."""
    for i in range(n):
        yield f"pkg/m{i}.py", f'MODEL_{i} = "{words.model}"\n'
        call = f"client.chat.completions.create(model=MODEL_{i}, messages=[])"
        yield f"use{i}.py", f"from pkg import *\n{_client(words)}{call}\n"
    yield "pkg/__init__.py", "".join(f"from pkg.m{i} import *\n" for i in range(n))


def patching_tests(n: int, words: Words) -> Files:
    """Many tests that replace the same."""
    yield "app/__init__.py", ""
    body = f"def ask(text):\n    return {_call(words)}\n"
    yield "app/llm.py", _client(words) + body
    for i in range(n):
        patch = '@patch("app.llm.client")\n@patch("app.llm.OpenAI")\n'
        test = f'def test_{i}(a, b):\n    ask("t")\n    b.chat.completions.create.assert_called_with(model="{words.model}")\n'
        head = "from unittest.mock import patch\nfrom app.llm import ask\n"
        yield f"tests/test_{i}.py", f"{head}{patch}{test}"


def copies(n: int, words: Words) -> Files:
    """Copies of one project."""
    for i in range(n):
        home = f"projects/p{i}"
        yield f"{home}/pyproject.toml", '[project]\nname = "app"\ndependencies = ["openai"]\n'
        yield f"{home}/app/__init__.py", ""
        yield f"{home}/app/constants.py", f'MODEL = "{words.model}"\n'
        yield f"{home}/app/llm.py", _client(words) + WRAPPER
        use = "from app.constants import MODEL\nfrom app.llm import ask\n\ndef main():\n    return ask(MODEL, 't')\n"
        yield f"{home}/app/main.py", use
        yield f"{home}/.env.example", f"{words.key}=x\n"
        yield (
            f"{home}/tests/test_main.py",
            f'from app.constants import MODEL\ndef test_it():\n    assert MODEL == "{words.model}"\n',
        )


def copies_without_packages(n: int, words: Words) -> Files:
    """Folders of scripts with modules of the same names."""
    for i in range(n):
        yield f"ex{i}/utils.py", _client(words) + WRAPPER
        yield f"ex{i}/config.py", f'MODEL = "{words.model}"\n'
        yield f"ex{i}/main.py", "from utils import ask\nfrom config import MODEL\nask(MODEL, 't')\n"


def clients_in_one_module(n: int, words: Words) -> Files:
    """A module with many clients, each used by another."""
    yield "clients.py", HEAD + "".join(f"c{i} = {words.client}\n" for i in range(n))
    for i in range(n):
        call = f'c{i}.chat.completions.create(model="{words.model}", messages=[])'
        yield f"use{i}.py", f"from clients import c{i}\nr = {call}\n"


def one_client(n: int, words: Words) -> Files:
    """A client that many modules use, from a function."""
    made = f"{HEAD}def get_client():\n    return {words.client}\n"
    yield "clients.py", made
    for i in range(n):
        call = f'get_client().chat.completions.create(model="{words.model}", messages=[])'
        yield f"use{i}.py", f"from clients import get_client\ndef f{i}():\n    return {call}\n"


def importing_package(n: int, words: Words) -> Files:
    """A package whose front names many modules, all of which import the front."""
    names = "".join(f"from .m{i} import f{i}\n" for i in range(n))
    yield "pkg/__init__.py", f'MODEL = "{words.model}"\n{names}'
    for i in range(n):
        call = "client.chat.completions.create(model=MODEL, messages=[])"
        text = f"from pkg import MODEL\n{_client(words)}def f{i}():\n    return {call}\n"
        yield f"pkg/m{i}.py", text
    yield "main.py", "import pkg\n" + "".join(f"pkg.f{i}()\n" for i in range(n))


def registry(n: int, words: Words) -> Files:
    """Classes that register themselves, made by name."""
    yield (
        "registry.py",
        "TOOLS = {}\ndef register(name):\n    def add(cls):\n        TOOLS[name] = cls\n        return cls\n    return add\n",
    )
    for i in range(n):
        body = f'    def run(self, model="{words.model}"):\n        return client.chat.completions.create(model=model, messages=[])\n'
        yield (
            f"tools/t{i}.py",
            f'from registry import register\n{_client(words)}@register("t{i}")\nclass T{i}:\n{body}',
        )
    yield (
        "main.py",
        f'from registry import TOOLS\ndef go(name):\n    return TOOLS[name]().run("{words.model}")\n',
    )


def frameworks(n: int, words: Words) -> Files:
    """LangChain, LiteLLM and others, in many modules."""
    for i in range(n):
        yield (
            f"lc{i}.py",
            f'from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model="{words.model}", base_url="{words.url}")\nllm.invoke("t{i}")\n',
        )
        yield (
            f"lite{i}.py",
            f'import litellm\nlitellm.completion(model="openai/{words.model}", messages=[])\n',
        )
        yield (
            f"req{i}.py",
            f'import os\nimport requests\nrequests.post("{words.url}/chat/completions", headers={{"Authorization": os.environ["{words.key}"]}}, json={{"model": "{words.model}", "messages": []}})\n',
        )


def methods_of_one_name(n: int, words: Words) -> Files:
    """Classes whose methods are called alike, and calls of all."""
    for i in range(n):
        body = f"class Client{i}:\n    def __init__(self, model):\n        self.model = model\n    def ask(self, text):\n        return client.chat.completions.create(model=self.model, messages=[text])\n"
        yield (
            f"c{i}.py",
            f'{_client(words)}{body}def main():\n    it = Client{i}("{words.model}")\n    return it.ask("t")\n',
        )
    yield (
        "go.py",
        "".join(f"from c{i} import Client{i}\n" for i in range(n))
        + f'def run(kind):\n    return kind("{words.model}").ask("t")\n',
    )


def parametrized_tests(n: int, words: Words) -> Files:
    """Tests with many parameters."""
    rows = "".join(f'    ("{words.model}", {i}),\n' for i in range(n))
    head = f"import pytest\n{_client(words)}"
    yield (
        "test_many.py",
        f'{head}@pytest.mark.parametrize(("model", "seed"), [\n{rows}])\ndef test_it(model, seed):\n    client.chat.completions.create(model=model, seed=seed, messages=[])\n',
    )
    for i in range(n):
        yield (
            f"tests/test_{i}.py",
            f'{head}@pytest.mark.parametrize("model", ["{words.model}"])\ndef test_it(model):\n    assert client.chat.completions.create(model=model, messages=[])\n',
        )
