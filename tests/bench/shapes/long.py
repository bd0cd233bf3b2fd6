"""Single files that are long, wide or deep."""

# ruff: noqa: E501 - what is made stands on one line

from __future__ import annotations

import json

from tests.bench.shapes import Files, Words
from tests.bench.shapes.python import BASE, HEAD, WRAPPER, _call, _client


def calls(n: int, words: Words) -> Files:
    """A file with many calls, ten lines apart."""
    part = "def f{i}(text):\n    x = text\n    y = x\n\n\n    return {call}\n\n\n\n"
    yield (
        "long.py",
        _client(words) + "".join(part.format(i=i, call=_call(words, i)) for i in range(n)),
    )


def branches(n: int, words: Words) -> Files:
    """A function with many branches."""
    arms = "".join(f'    elif kind == "k{i}":\n        model = "{words.model}"\n' for i in range(n))
    body = f'def ask(kind):\n    if kind == "":\n        model = "x"\n{arms}    return client.chat.completions.create(model=model, messages=[])\n'
    yield "branches.py", _client(words) + body


def branches_in_a_row(n: int, words: Words) -> Files:
    """A function with many separate branches that call."""
    arms = "".join(f'    if kind == "k{i}":\n        return {_call(words, i)}\n' for i in range(n))
    yield "branches.py", f"{_client(words)}def ask(kind):\n{arms}"


def assignments(n: int, words: Words) -> Files:
    """A name that is bound many times, and asked after each."""
    rows = "".join(
        f'model = "{words.model}"\nr{i} = client.chat.completions.create(model=model)\n'
        for i in range(n)
    )
    yield "rows.py", _client(words) + rows


def callers(n: int, words: Words) -> Files:
    """A function that is called many times in its file."""
    rows = "".join(f'r{i} = ask("{words.model}", "t{i}")\n' for i in range(n))
    yield "callers.py", _client(words) + WRAPPER + rows


def functions_in_a_chain(n: int, words: Words) -> Files:
    """Functions that hand the model on, one to the next."""
    rows = "".join(f"def g{i + 1}(model):\n    return g{i}(model)\n" for i in range(n))
    first = "def g0(model):\n    return client.chat.completions.create(model=model, messages=[])\n"
    yield "chain.py", f'{_client(words)}{first}{rows}g{n}("{words.model}")\n'


def table_of_ids(n: int, words: Words) -> Files:
    """A dictionary of many ids as keys and values."""
    rows = "".join(
        f'    "k{i}": "{words.model}",\n    "{words.model}-{i}": {i},\n' for i in range(n)
    )
    call = "def ask(k):\n    return client.chat.completions.create(model=T[k], messages=[])\n"
    yield "table.py", f"{_client(words)}T = {{\n{rows}}}\n{call}"


def table_of_tables(n: int, words: Words) -> Files:
    """A dictionary of many dictionaries with prices."""
    rows = "".join(
        f'    "k{i}": {{"model": "{words.model}", "price": {i}, "max": 3}},\n' for i in range(n)
    )
    call = (
        "def ask(k):\n    return client.chat.completions.create(model=T[k]['model'], messages=[])\n"
    )
    yield "table.py", f"{_client(words)}T = {{\n{rows}}}\n{call}"


def list_of_ids(n: int, words: Words) -> Files:
    """A list and a set of many ids that a loop goes through."""
    rows = "".join(f'    "{words.model}",\n    "other-{i}",\n' for i in range(n))
    call = "for m in L:\n    client.chat.completions.create(model=m, messages=[])\nif 'x' in L:\n    pass\n"
    yield "listed.py", f"{_client(words)}L = [\n{rows}]\nS = {{\n{rows}}}\n{call}"


def enumeration(n: int, words: Words) -> Files:
    """An enumeration with many members, each used."""
    rows = "".join(f'    M{i} = "{words.model}"\n' for i in range(n))
    uses = "".join(
        f"client.chat.completions.create(model=Model.M{i}.value, messages=[])\n" for i in range(n)
    )
    yield (
        "enums.py",
        f"from enum import Enum\n{_client(words)}class Model(str, Enum):\n{rows}\n{uses}",
    )


def literal_type(n: int, words: Words) -> Files:
    """A type that spells many ids out, and many functions that take it."""
    rows = ", ".join([f'"o{i}-x"' for i in range(n)] + [f'"{words.model}"'])
    uses = "".join(
        f'def f{i}(model: Model = "{words.model}"):\n    return client.chat.completions.create(model=model, messages=[])\n'
        for i in range(n)
    )
    yield "types.py", f"from typing import Literal\n{_client(words)}Model = Literal[{rows}]\n{uses}"


def comparisons(n: int, words: Words) -> Files:
    """Many comparisons with an id."""
    rows = "".join(f'    if model == "{words.model}":\n        return {i}\n' for i in range(n))
    yield (
        "tests.py",
        f'{_client(words)}def cost(model):\n{rows}\ncost("{words.model}")\nM = "{words.model}"\nclient.chat.completions.create(model=M)\n',
    )


def records(n: int, words: Words) -> Files:
    """Objects of a data class in a long list."""
    rows = "".join(f'    Agent("a{i}", "{words.model}", {i}),\n' for i in range(n))
    head = f"from dataclasses import dataclass\n{_client(words)}@dataclass\nclass Agent:\n    name: str\n    model: str\n    n: int\n"
    yield (
        "records.py",
        f"{head}ALL = [\n{rows}]\nfor a in ALL:\n    client.chat.completions.create(model=a.model, messages=[])\n",
    )


def options(n: int, words: Words) -> Files:
    """A program with many options."""
    rows = "".join(
        f'p.add_argument("--m{i}", default="{words.model}", choices=["{words.model}", "x"])\n'
        for i in range(n)
    )
    uses = "".join(
        f"client.chat.completions.create(model=args.m{i}, messages=[])\n" for i in range(n)
    )
    yield (
        "options.py",
        f"import argparse\n{_client(words)}p = argparse.ArgumentParser()\n{rows}args = p.parse_args()\n{uses}",
    )


def fields(n: int, words: Words) -> Files:
    """A class with many methods that set and send fields."""
    made = "".join(f'        self.m{i} = "{words.model}"\n' for i in range(n))
    uses = "".join(
        f"    def f{i}(self):\n        return self.client.chat.completions.create(model=self.m{i}, messages=[])\n"
        for i in range(n)
    )
    yield (
        "fields.py",
        f"{HEAD}class A:\n    def __init__(self):\n        self.client = {words.client}\n{made}{uses}",
    )


def classes(n: int, words: Words) -> Files:
    """Many classes in one file, each with a client of its own."""
    rows = "".join(
        f'{BASE.format(client=words.client).replace("Base", f"C{i}")}C{i}("{words.model}").ask("t")\n'
        for i in range(n)
    )
    yield "classes.py", HEAD + rows


def kwargs(n: int, words: Words) -> Files:
    """Dictionaries of options, each spread into a call."""
    rows = "".join(
        f'o{i} = {{"model": "{words.model}", "temperature": 0}}\no{i}["stop"] = None\nclient.chat.completions.create(**o{i}, messages=[])\n'
        for i in range(n)
    )
    yield "spread.py", _client(words) + rows


def one_dictionary(n: int, words: Words) -> Files:
    """One dictionary that is filled key by key."""
    rows = "".join(f'd["m{i}"] = "{words.model}"\n' for i in range(n))
    uses = "".join(
        f'client.chat.completions.create(model=d["m{i}"], messages=[])\n' for i in range(n)
    )
    yield "filled.py", f"{_client(words)}d = {{}}\n{rows}{uses}"


def nested_calls(n: int, words: Words) -> Files:
    """A call in a call in a call."""
    deep = min(n, 90)
    yield "deep.py", f"{_client(words)}{'f(' * deep}{_call(words)}{')' * deep}\n" * (n // deep + 1)


def joined_strings(n: int, words: Words) -> Files:
    """Long sums and chains of methods."""
    total = " + ".join([f'"a{i}"' for i in range(min(n, 900))] + [f'"{words.model}"'])
    chain = "".join(f".add({i})" for i in range(min(n, 900)))
    yield (
        "sums.py",
        f"{_client(words)}x = {total}\ny = q{chain}\nz = {_call(words)}\n" * (n // 900 + 1),
    )


def nested_blocks(n: int, words: Words) -> Files:
    """Functions in functions, blocks in blocks, many times."""
    for k in range(n // 15 + 1):
        lines = [f"{' ' * i}def f{i}():" for i in range(15)]
        yield (
            f"deep{k}.py",
            _client(words) + "\n".join(lines) + f"\n{' ' * 15}return {_call(words)}\n",
        )


def nested_data(n: int, words: Words) -> Files:
    """Mappings in mappings."""
    deep = min(n, 80)
    inner: object = {"model": words.model}
    for i in range(deep):
        inner = {f"k{i}": inner, "model": words.model}
    for k in range(n // deep):
        yield f"deep{k}.json", json.dumps(inner)
        yield f"deep{k}.yaml", json.dumps(inner)
        yield f"deep{k}.py", f"import os\nX = {json.dumps(inner)}\n"


def prose(n: int, words: Words) -> Files:
    """Long text with ids in it, in a docstring, a page and a comment."""
    lines = "".join(
        f"The model {words.model} is asked in step {i}, with {words.key}.\n" for i in range(n)
    )
    yield "README.md", f"# Title\n\n{lines}"
    yield "doc.py", f'"""\n{lines}"""\n{_client(words)}{_call(words)}\n'
    yield (
        "notes.py",
        "".join(f"# {line}\n" for line in lines.splitlines()) + f'M = "{words.model}"\n',
    )


def page_of_snippets(n: int, words: Words) -> Files:
    """A page with many blocks and rows."""
    part = "## Step {i}\n\n```python\n{code}```\n\n```bash\nexport LLM_MODEL={m}\ntool --model {m}\n```\n\n"
    code = f"{_client(words)}{_call(words)}\n"
    rows = "".join(f"| `V{i}_MODEL` | `{words.model}` | text |\n" for i in range(n))
    table = f"| variable | default | about |\n|---|---|---|\n{rows}\n"
    yield (
        "README.md",
        "# T\n\n" + "".join(part.format(i=i, m=words.model, code=code) for i in range(n)) + table,
    )


def pages(n: int, words: Words) -> Files:
    """Many pages beside a program."""
    yield "main.py", f"{_client(words)}{_call(words)}\n"
    for i in range(n):
        code = f"{_client(words)}{_call(words)}\n"
        yield (
            f"docs/p{i}.md",
            f"# P{i}\n\nAsk `{words.model}`, set {words.key}.\n\n```python\n{code}```\n",
        )


def one_line(n: int, words: Words) -> Files:
    """Everything on one line of a script, of JSON and of Python."""
    script = "".join(f'var a{i}={{model:"{words.model}",x:{i}}};' for i in range(n))
    yield "app.js", script
    yield "data.json", json.dumps([{"model": words.model, "x": i} for i in range(n)])
    yield "data.py", "X = [" + ", ".join(f'"{words.model}"' for _ in range(n)) + "]\n"
    yield "run.sh", "; ".join(f"tool --model {words.model}" for _ in range(n)) + "\n"
    yield "text.md", " ".join(f"{words.model} x{i}" for i in range(n)) + "\n"


def long_words(n: int, words: Words) -> Files:
    """Long stretches without a word of the plan, in front of one."""
    yield "a.py", f"X = '{'a' * n * 300}'\nM = \"{words.model}\"\n"
    yield "b.py", f"X = [{'1, ' * n * 100}]\n{_client(words)}{_call(words)}\n"
    yield "c.json", json.dumps({"x": "a-" * n * 100, "model": words.model})
    yield "d.sh", f"X={'a_' * n * 100}\ntool --model {words.model}\n"
    yield "e.yaml", f"x: {'a.' * n * 100}\nmodel: {words.model}\n"
    yield "f.md", f"{'a/' * n * 100} {words.model}\n"
    yield "g.env", f"X={'A_' * n * 100}\nLLM_MODEL={words.model}\n"
    yield "h.ts", f"const x = '{'a-' * n * 100}'\nconst m = '{words.model}'\n"
    yield "i.tf", f'variable "m" {{\n  default = "{words.model}"\n}}\n# {"x = " * n * 100}\n'


def spaces(n: int, words: Words) -> Files:
    """Long stretches of blanks and empty lines."""
    for name in ("a.py", "b.sh", "c.yaml", "d.ini", "Makefile", "e.ts", "f.tf", "g.toml", "h.env"):
        yield name, f"{' ' * n * 50}\n{chr(10) * n * 50}# {' ' * n * 50}{words.model}\n"
    yield "Dockerfile", f"FROM x\n{chr(10) * n * 20}RUN a \\\n" + " \\\n" * n + f"  {words.model}\n"


def recorded(n: int, words: Words) -> Files:
    """Recorded traffic and tables of results."""
    row = json.dumps({"model": words.model, "choices": [], "usage": {"prompt_tokens": 3}})
    yield "data/log.jsonl", f"{row}\n" * n
    yield "data/log.json", "[" + ",\n".join([row] * n) + "]"
    yield "data/log.yaml", "".join(f"- {row}\n" for _ in range(n))
    yield "data/log.csv", "model,score\n" + f"{words.model},3\n" * n
    yield "schema.sql", f"INSERT INTO m VALUES ('{words.model}');\n" * n
