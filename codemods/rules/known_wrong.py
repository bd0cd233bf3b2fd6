"""The rule `known-wrong`: values of articles that never worked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from codemods.finding import Finding
from codemods.python.clients.import_lines import ours, placed
from codemods.python.clients.unit import quoted
from codemods.python.clients.wrong import Wrong
from codemods.python.proposal import Proposal
from codemods.python.reading import Reading
from codemods.python.syntax.module import Module
from codemods.python.variables.wrong_names import named
from codemods.rewriting.changes import ReplaceText
from codemods.rules import Example, rules
from codemods.rules._wrong import configured

_OS = "import os\n\n"
_CALL = (
    "client.chat.completions.create(\n"
    '    model="{}",\n    messages=[{{"role": "user", "content": "Hi"}}],\n)\n'
)
_RIGHT = (
    "import os\n\nfrom openai import OpenAI\n\n"
    'client = OpenAI(\n    base_url="https://api.meta.ai/v1",\n'
    '    api_key=os.environ["MODEL_API_KEY"],\n)\n' + _CALL.format("muse-spark-1.3")
)


@rules.add
class KnownWrong:
    """A value that circulates in articles and never worked.

    An address, a key variable, a key literal, or a Markdown link where an address belongs: they
    are repaired together, where a client or request really uses them. A text or a table about
    them stays. (Model ids that never existed are repaired by `model-id`.)
    """

    BECOMES: ClassVar[tuple[Example, ...]] = (
        Example(
            "import os\n\nfrom openai import OpenAI\n\n"
            "client = OpenAI(\n"
            '    base_url="[https://api.superintelligence.meta.com/v1]'
            '(https://api.superintelligence.meta.com/v1)",\n'
            '    api_key=os.environ["META_SPARK_API_KEY"],\n)\n'
            + _CALL.format("muse-spark-standard"),
            _RIGHT,
            recipe="retired",
        ),
        Example(
            "from openai import OpenAI\n\n"
            'client = OpenAI(\n    base_url="https://api.meta.ai/v1",\n'
            '    api_key="META_API_KEY",\n)\n' + _CALL.format("muse-spark"),
            _RIGHT,
            recipe="retired",
        ),
        Example(
            "import os\n\nimport requests\n\n"
            'URL = "https://api.superintelligence.meta.com/v1/chat/completions"\n'
            'requests.post(URL, json={"model": "muse-spark", "messages": []})\n',
            "import os\n\nimport requests\n\n"
            'URL = "https://api.meta.ai/v1/chat/completions"\n'
            'requests.post(URL, json={"model": "muse-spark-1.3", "messages": []})\n',
            recipe="retired",
        ),
        Example(
            "LLM_URL=https://api.superintelligence.meta.com/v1\nLLM_MODEL=muse-spark\n",
            "LLM_URL=https://api.meta.ai/v1\nLLM_MODEL=muse-spark-1.3\n",
            recipe="retired",
            path=".env.example",
        ),
    )
    LEAVES: ClassVar[tuple[Example, ...]] = (
        Example(
            '"""The address https://api.superintelligence.meta.com/v1 never existed."""\n',
            recipe="retired",
            why="a text about it",
        ),
        Example(
            'WRONG = {"https://api.superintelligence.meta.com/v1": "https://api.meta.ai/v1"}\n'
            'NEVER = ["muse-spark", "muse-spark-standard", "META_SPARK_API_KEY"]\n',
            recipe="retired",
            why="a table of wrong values",
        ),
        Example(
            'LINK = "[https://api.meta.ai/v1](https://api.meta.ai/v1)"\nprint(LINK)\n',
            recipe="retired",
            why="a Markdown link that is no client's address",
        ),
        Example(
            "from openai import OpenAI\n\n"
            'client = OpenAI(api_key="META_API_KEY")\n'
            'client.chat.completions.create(model="gpt-6-sol", messages=[])\n',
            recipe="retired",
            why="the client is another host's: reported only",
        ),
        Example(
            "from openai import OpenAI\n\n"
            'client = OpenAI(base_url="https://cars.example/v1")\n'
            'client.chat.completions.create(model="Ultra", messages=[])\n',
            recipe="retired",
            why="a word that another host may use",
        ),
        Example(
            'import os\n\nfrom openai import OpenAI\n\nNAME = "META_API_KEY"\n'
            'client = OpenAI(base_url="https://api.meta.ai/v1", api_key=os.environ[NAME])\n',
            recipe="retired",
            why="the name of a variable where it belongs",
        ),
    )

    def findings(self, reading: Reading) -> Iterator[Proposal | Finding]:
        """One finding for each value, and for the import that its repair needs."""
        if not reading.world.plan.repair_wrong:
            return
        taken = {t.node for rule in ("base-url", "key-variable") for t in reading.replaced(rule)}
        used = [wrong for wrong in reading.wrongs.used if wrong.node not in taken]
        for wrong in used:
            yield _repair(reading, wrong)
        yield from _imports(reading, used)
        yield from named(reading)
        yield from configured(reading)


def _repair(reading: Reading, wrong: Wrong) -> Proposal:
    module, node = wrong.module, wrong.node
    extent = module.extent(node)
    new, change = wrong.right, ReplaceText(wrong.text, wrong.right)
    if wrong.use != "literal" and isinstance(node, ast.Constant):
        extent = module.inside(node)
    elif wrong.use == "literal":
        new = f"os.environ[{quoted(module, node, wrong.right)}]"
        change = ReplaceText("", "", new)
    reason = wrong.note or "in no page or package of the vendor's"
    if wrong.doubt:
        reason = f"{reason}; {wrong.doubt}; {wrong.right} would be right"
        return Proposal("known-wrong", module, extent, "review", reason)
    return Proposal(
        "known-wrong",
        module,
        extent,
        "rewrite",
        f"never worked: {reason}",
        new=new,
        group=reading.group(wrong.handle),
        on=node,
        changes=(change,),
    )


def _imports(reading: Reading, used: list[Wrong]) -> Iterator[Proposal]:
    """`import os` where a literal gives way to the environment."""
    done: set[Module] = set()
    for wrong in used:
        module = wrong.module
        bound = any(b.dotted == "os" for b in module.bindings.get((module.tree, "os"), ()))
        place = placed(module, "import os", ours(reading.world, module))
        if wrong.use != "literal" or wrong.doubt or bound or module in done or place is None:
            continue
        done.add(module)
        yield Proposal.on_node(
            "known-wrong",
            module,
            place[0],
            "rewrite",
            f"needed to read the key at line {module.line(wrong.node)}",
            new="import os",
            group=reading.group(wrong.handle),
            changes=(place[1],),
        )
