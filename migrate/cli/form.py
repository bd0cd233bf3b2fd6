"""`-f text|json`: an answer for people, or for programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Form(StrEnum):
    """How an answer is printed."""

    text = "text"
    json = "json"


TextOrJson = Annotated[
    Form,
    typer.Option("-f", "--format", metavar="text|json", help="For people, or for programs."),
]
