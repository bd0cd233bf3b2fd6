"""What SARIF 2.1.0 allows of the parts that we write: members, which must be there, their values.

The standard's objects have no other members than these and more that we never write, so whatever is
not in the table is wrong. A name in quotes is a row of the table; `!` marks what must be there.
"""

from typing import Any

LEVELS = ("none", "note", "warning", "error")
SHAPES: dict[str, dict[str, Any]] = {
    "log": {"$schema": str, "version!": ("2.1.0",), "runs!": ["run"]},
    "run": {
        "tool!": "tool",
        "automationDetails": {"id": str},
        "columnKind": ("utf16CodeUnits", "unicodeCodePoints"),
        "invocations": ["invocation"],
        "results": ["result"],
    },
    "tool": {"driver!": {"name!": str, "version": str, "rules": ["rule"]}},
    "rule": {
        "id!": str,
        "helpUri": str,
        "shortDescription": "text",
        "fullDescription": "text",
        "help": "text",
        "defaultConfiguration": {"level": LEVELS},
        "properties": {"tags": [str]},
    },
    "text": {"text!": str, "markdown": str},
    "invocation": {
        "executionSuccessful!": bool,
        "toolExecutionNotifications": [{"level": LEVELS, "message!": "message"}],
    },
    "message": {"text!": str},
    "result": {
        "ruleId": str,
        "ruleIndex": int,
        "level": LEVELS,
        "message!": "message",
        "locations": [{"physicalLocation": {"artifactLocation": "place", "region": "region"}}],
        "partialFingerprints": {"primaryLocationLineHash": str, "llm-cutover/v1": str},
        "fixes": [{"description": "message", "artifactChanges!": ["change"]}],
    },
    "place": {"uri": str},
    "region": {
        **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), int),
        "snippet": {"text": str},
    },
    "change": {"artifactLocation!": "place", "replacements!": ["replacement"]},
    "replacement": {"deletedRegion!": "region", "insertedContent": {"text": str}},
}


def check(value: Any, shape: Any = "log", at: str = "log") -> None:
    """Raise AssertionError, naming the place, where *value* is not of *shape*."""
    shape = SHAPES.get(shape, shape) if isinstance(shape, str) else shape
    if isinstance(shape, dict):
        allowed = {name.rstrip("!"): inner for name, inner in shape.items()}
        wanted = {name.rstrip("!") for name in shape if name.endswith("!")}
        assert isinstance(value, dict), f"{at} is no object"
        assert wanted <= value.keys() <= allowed.keys(), f"{at}: {sorted(value)}"
        for name, inner in value.items():
            check(inner, allowed[name], f"{at}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{at} is no array"
        for number, inner in enumerate(value):
            check(inner, shape[0], f"{at}[{number}]")
    elif isinstance(shape, tuple):
        assert value in shape, f"{at}: {value!r}"
    else:
        assert type(value) is shape, f"{at}: {value!r}"
        assert shape is not int or value >= 0, f"{at}: {value!r}"
