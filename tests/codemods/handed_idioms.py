"""Ways to have somebody else make a call, or an object."""

ASK = "chat.completions.create(messages=[], "
WORK = f"C = OpenAI()\ndef work(q, model):\n    return C.{ASK}model=model)\n"

HANDED = {
    "a thread": f"import threading\n{WORK}"
    'def f():\n    t = threading.Thread(target=work, args=("q", "gpt-4o"))\n    t.start()\n'
    "    t.join()\n",
    "a thread's keywords": f"import threading\n{WORK}"
    'def f():\n    t = threading.Thread(target=work, args=("q",), kwargs={"model": "gpt-4o"})\n'
    "    t.start()\n    t.join()\n",
    "a pool": f"from concurrent.futures import ThreadPoolExecutor\n{WORK}"
    'def f():\n    with ThreadPoolExecutor() as e:\n        e.submit(work, "q", "gpt-4o")\n',
    "a pool's keywords": f"from concurrent.futures import ThreadPoolExecutor\n{WORK}"
    'def f():\n    with ThreadPoolExecutor() as e:\n        e.submit(work, "q", model="gpt-4o")\n',
    "mapped side by side": "from itertools import repeat\n"
    f"{WORK}def f():\n    list(map(work, ['a', 'b'], repeat('gpt-4o')))\n",
    "rows for a pool": f"from multiprocessing.pool import ThreadPool\n{WORK}"
    "def f():\n    with ThreadPool(1) as p:\n"
    '        p.starmap(work, [(q, "gpt-4o") for q in "ab"])\n',
    "a partial function": "from functools import partial\n"
    f'{WORK}quick = partial(work, model="gpt-4o")\ndef f():\n    quick("q")\n',
    "another thread": "import asyncio\n"
    f'{WORK}def f():\n    asyncio.run(asyncio.to_thread(work, "q", "gpt-4o"))\n',
    "a factory of a field": "from dataclasses import dataclass, field\n@dataclass\nclass A:\n"
    '    model: str = "gpt-4o"\n    c: OpenAI = field(default_factory=OpenAI)\n'
    f"    def f(self):\n        self.c.{ASK}model=self.model)\n",
    "a factory of attrs": "import attr\n@attr.s(auto_attribs=True)\nclass A:\n"
    "    c: OpenAI = attr.ib(factory=OpenAI)\n"
    f'    def f(self):\n        self.c.{ASK}model="gpt-4o")\n',
    "a function as a factory": "from dataclasses import dataclass, field\n"
    "def make():\n    return OpenAI(timeout=3)\n@dataclass\nclass A:\n"
    "    c: OpenAI = field(default_factory=make)\n"
    f'    def f(self):\n        self.c.{ASK}model="gpt-4o")\n',
    "a record by position": "from dataclasses import dataclass\n@dataclass\nclass Cfg:\n"
    f'    name: str\n    model: str\ncfg = Cfg("a", "gpt-4o")\nOpenAI().{ASK}model=cfg.model)\n',
    "a lambda": f'name = lambda: "gpt-4o"\nOpenAI().{ASK}model=name())\n',
    "a walrus": f'if (c := OpenAI()) and (m := "gpt-4o"):\n    c.{ASK}model=m)\n',
    "chosen with its limit": "def f(deep):\n"
    '    model, n = ("gpt-4o", 9) if deep else ("gpt-4.1", 2)\n'
    f"    OpenAI().{ASK}model=model, max_tokens=n)\n",
    "options as a dictionary": "import argparse\np = argparse.ArgumentParser()\n"
    f'p.add_argument("--model", default="gpt-4o")\nopts = vars(p.parse_args([]))\n'
    f'OpenAI().{ASK}model=opts["model"])\n',
    "options as arguments": "import argparse\n"
    f"def run(model):\n    OpenAI().{ASK}model=model)\ndef f():\n"
    '    p = argparse.ArgumentParser()\n    p.add_argument("--model", default="gpt-4o")\n'
    "    run(**vars(p.parse_args([])))\n",
    "other defaults of options": "import argparse\np = argparse.ArgumentParser()\n"
    'p.add_argument("--model")\np.set_defaults(model="gpt-4o")\n'
    f"OpenAI().{ASK}model=p.parse_args([]).model)\n",
    "an option without a value": "import argparse\np = argparse.ArgumentParser()\n"
    'p.add_argument("--quick", dest="model", action="store_const", const="gpt-4.1", '
    f'default="gpt-4o")\nOpenAI().{ASK}model=p.parse_args([]).model)\n',
    "a record as arguments": "from dataclasses import asdict, dataclass\n@dataclass\nclass P:\n"
    f'    model: str = "gpt-4o"\n    temperature: float = 0\nOpenAI().{ASK}**asdict(P()))\n',
    "a context variable": "from contextvars import ContextVar\n"
    'M = ContextVar("M", default="gpt-4o")\nC = ContextVar("C")\ndef f():\n'
    f'    C.set(OpenAI())\n    M.set("gpt-4.1")\n    C.get().{ASK}model=M.get())\n',
    "a command's context": "from types import SimpleNamespace\ndef main(ctx, model='gpt-4o'):\n"
    '    ctx.obj["model"] = model\n    ctx.obj["client"] = OpenAI()\ndef run(ctx):\n'
    f'    ctx.obj["client"].{ASK}model=ctx.obj["model"])\n'
    "def f():\n    ctx = SimpleNamespace(obj={})\n    main(ctx)\n    run(ctx)\n",
}
