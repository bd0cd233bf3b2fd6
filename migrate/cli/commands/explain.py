"""Explain one rule, with examples of what it changes and what it leaves."""

from __future__ import annotations

from typing import Annotated

import typer

from codemods.rules import page
from migrate.cli import terminal
from migrate.hostile import json_text

app = typer.Typer()
ORDER = 51


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's name.")],
    form: Annotated[str, typer.Option("-f", "--format", metavar="text|json")] = "text",
) -> None:
    """Explain one rule, with examples of what it changes and what it leaves."""
    from migrate.cli.pages import as_json, as_text, check

    check(form)
    found = page(rule)
    if form == "json":
        terminal.data(json_text({"schema_version": 1, "rule": as_json(found)}, 2))
    else:
        terminal.data(as_text(found))
