"""How GitHub's runner finds an order in a line of output, for the tests of injection."""

from __future__ import annotations

COMMANDS = {
    *("add-mask", "add-matcher", "debug", "echo", "error", "group", "endgroup", "notice"),
    *("remove-matcher", "save-state", "set-env", "add-path", "set-output", "stop-commands"),
    "warning",
}


def orders(output: str) -> list[str]:
    """The names of all commands that the runner would obey in *output*."""
    return [name for line in output.splitlines() if (name := _new(line) or _old(line))]


def _new(line: str) -> str:
    """`::name properties::data`, at the start of a line but for blanks."""
    line = line.lstrip()
    if not line.startswith("::"):
        return ""
    info, separator, _ = line[2:].partition("::")
    name = info.partition(" ")[0].lower()
    return name if separator and name in COMMANDS else ""


def _old(line: str) -> str:
    """`##[name properties]data`, anywhere in a line."""
    _, separator, rest = line.partition("##[")
    info, bracket, _ = rest.partition("]")
    name = info.partition(" ")[0].lower()
    return name if separator and bracket and name in COMMANDS else ""
