"""TypeScript and JavaScript: what scripts have of each other, long scripts, many scripts."""

from __future__ import annotations

from tests.bench.shapes import Files, Words

ASK = """import OpenAI from "openai"
{imports}
const client = {client}
export async function ask{i}(text: string) {{
  return client.chat.completions.create({{ model: {model}, messages: [] }})
}}
"""


def _ask(words: Words, model: str, imports: str = "", i: object = "") -> str:
    return ASK.format(client=words.script_client, model=model, imports=imports, i=i)


def pairs(n: int, words: Words) -> Files:
    """A script that asks, and one that it takes the model from."""
    for i in range(n):
        yield f"s{i}/config.ts", f'export const config = {{ model: "{words.model}" }}\n'
        imports = 'import { config } from "./config"'
        yield f"s{i}/ask.ts", _ask(words, "config.model", imports)


def one_setting_many_scripts(n: int, words: Words) -> Files:
    """One script whose value many take."""
    yield "src/config.ts", f'export const config = {{ model: "{words.model}" }}\n'
    for i in range(n):
        yield f"src/ask{i}.ts", _ask(words, "config.model", 'import { config } from "./config"')


def one_script_many_settings(n: int, words: Words) -> Files:
    """One script with many members, each taken by another."""
    members = ", ".join(f'm{i}: "{words.model}"' for i in range(n))
    yield "src/config.ts", f"export const config = {{ {members} }}\n"
    for i in range(n):
        yield f"src/ask{i}.ts", _ask(words, f"config.m{i}", 'import { config } from "@/config"')


def bystanders(n: int, words: Words) -> Files:
    """Pairs, and scripts without a word of the plan that import the same."""
    for i in range(n):
        yield f"src/c{i}.ts", f'export const config = {{ model: "{words.model}" }}\n'
        imports = f'import {{ config }} from "./c{i}"'
        yield f"src/ask{i}.ts", _ask(words, "config.model", imports)
        yield f"src/o{i}.ts", f"{imports}\nconsole.log(config.title)\n"


def imported_clients(n: int, words: Words) -> Files:
    """One script makes the client, many ask."""
    yield "lib/client.ts", f'import OpenAI from "openai"\nexport const ai = {words.script_client}\n'
    for i in range(n):
        call = f'ai.chat.completions.create({{ model: "{words.model}", messages: [] }})'
        yield f"app/a{i}.ts", f'import {{ ai }} from "../lib/client"\nexport const x = {call}\n'


def many_clients(n: int, words: Words) -> Files:
    """Scripts that make clients, each for one that asks."""
    for i in range(n):
        made = f'import OpenAI from "openai"\nexport const ai = {words.script_client}\n'
        yield f"p{i}/client.ts", made
        call = f'ai.chat.completions.create({{ model: "{words.model}", messages: [] }})'
        yield f"p{i}/a.ts", f'import {{ ai }} from "@/p{i}/client"\nexport const x = {call}\n'


def wrappers(n: int, words: Words) -> Files:
    """A function of one script that many call with the model."""
    yield "lib/ask.ts", _ask(words, "model").replace("text: string", "model: string")
    for i in range(n):
        call = f'ask("{words.model}")'
        yield f"app/a{i}.ts", f'import {{ ask }} from "../lib/ask"\nexport const x = {call}\n'


def re_exports(n: int, words: Words) -> Files:
    """A chain of scripts that hand a value on."""
    yield "src/m0.ts", f'export const MODEL = "{words.model}"\n'
    for i in range(n):
        yield f"src/m{i + 1}.ts", f'export {{ MODEL }} from "./m{i}"\n'
    yield "src/ask.ts", _ask(words, "MODEL", f'import {{ MODEL }} from "./m{n}"')


def long_script(n: int, words: Words) -> Files:
    """One script with many requests."""
    call = 'export const f{i} = () => client.chat.completions.create({{ model: "{m}" }})\n'
    head = f'import OpenAI from "openai"\nconst client = {words.script_client}\n'
    yield "long.ts", head + "".join(call.format(i=i, m=words.model) for i in range(n))


def many_constants(n: int, words: Words) -> Files:
    """One script with many constants and clients."""
    text = 'const M{i} = "{m}"\nconst c{i} = {c}\nc{i}.chat.completions.create({{ model: M{i} }})\n'
    parts = (text.format(i=i, m=words.model, c=words.script_client) for i in range(n))
    yield "long.ts", 'import OpenAI from "openai"\n' + "".join(parts)


def table_of_ids(n: int, words: Words) -> Files:
    """A long list of ids with its type."""
    rows = "".join(f'  {{ id: "{words.model}", name: "n{i}" }},\n' for i in range(n))
    ids = ", ".join(f'"m{i}"' for i in range(n))
    types = f'type M = (typeof IDS)[number]\nconst d: M = "{words.model}"\n'
    yield (
        "models.ts",
        f'const IDS = [{ids}, "{words.model}"] as const\n{types}const T = [\n{rows}]\n',
    )


def environment(n: int, words: Words) -> Files:
    """Scripts that read variables of dotenv files."""
    for i in range(n):
        yield f"p{i}/.env", f"LLM_MODEL={words.model}\n"
        yield f"p{i}/ask.ts", _ask(words, "process.env.LLM_MODEL!")


def environment_with_many_variables(n: int, words: Words) -> Files:
    """One dotenv file, a script for each variable, and one that only hands them on."""
    yield ".env", "".join(f"TASK{i}_MODEL={words.model}\n" for i in range(n))
    for i in range(n):
        yield f"src/ask{i}.ts", _ask(words, f"process.env.TASK{i}_MODEL!")
        yield f"src/env{i}.ts", f"export const env{i} = {{ x: process.env.OTHER{i}_MODEL }}\n"
    yield ".env.other", "".join(f"OTHER{i}_MODEL={words.model}\n" for i in range(n))
