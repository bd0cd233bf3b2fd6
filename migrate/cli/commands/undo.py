"""Take back what a run of `apply` wrote, to the byte."""

from __future__ import annotations

from typing import Annotated

import typer

from codemods.writing import writer
from codemods.writing.journal import Journal
from migrate.cli import terminal
from migrate.hostile import path_text

app = typer.Typer()
ORDER = 13


@app.command()
def undo(
    run: Annotated[
        int, typer.Argument(metavar="RUN", min=0, help="Which run; 0 is the last one.")
    ] = 0,
    list_runs: Annotated[bool, typer.Option("--list", help="Only list the runs.")] = False,
) -> None:
    """Take back what a run of `apply` wrote, to the byte.

    Refuses, and changes nothing, when one of the files was changed since. Undoing an undo brings
    the change back.

    Examples:
      llm-cutover undo
      llm-cutover undo --list
      llm-cutover undo 3
    """
    if list_runs:
        for known in Journal().runs():
            what = f"undo of {known.of}" if known.of else known.kind
            files = f"{len(known.entries)} file{'' if len(known.entries) == 1 else 's'}"
            state = "" if known.done else "  (did not come to its end)"
            terminal.data(f"{known.id}  {what}  {files}{state}")
        return
    taken = writer.undo(run)
    for entry in taken.entries:
        terminal.say(f"restored {path_text(entry.path)}")
    terminal.say(f"took back run {taken.of}; to bring it again: llm-cutover undo {taken.id}")
