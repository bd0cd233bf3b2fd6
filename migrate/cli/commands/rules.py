"""List the rules: what each one looks for."""

from __future__ import annotations

from typing import Annotated

import typer

from codemods.rules import pages
from migrate.cli import terminal
from migrate.hostile import json_text

app = typer.Typer()
HEAD = "# Rules\n\n<!-- Written by `llm-cutover rules -f markdown`. -->\n\n"
ORDER = 50


@app.command()
def rules(
    form: Annotated[str, typer.Option("-f", "--format", metavar="text|json|markdown")] = "text",
) -> None:
    """List the rules: what each one looks for."""
    from migrate.cli.pages import as_json, as_markdown, check

    check(form, ("text", "json", "markdown"))
    found = pages()
    if form == "markdown":
        terminal.data(HEAD + as_markdown(found))
        return
    if form == "json":
        value = {"schema_version": 1, "rules": [as_json(page) for page in found]}
        terminal.data(json_text(value, 2))
        return
    width = max(len(page.name) for page in found)
    terminal.data("\n".join(f"{page.name:{width}}  {page.summary}" for page in found))
