"""What the plan may ask of a call site: its function, its tags, the features that it uses."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from migrate.plan import Site

if TYPE_CHECKING:
    from codemods.python.calls.sink import Sink
    from codemods.python.occurrences.places import Place
    from codemods.python.syntax.module import Module

_TAG = re.compile(r"#\s*llm-cutover:\s*tag=([\w.-]+(?:,[\w.-]+)*)")
_IMAGES = {"image_url", "input_image", "image"}


def sites_of(place: Place, sinks: tuple[Sink, ...]) -> list[Site]:
    """The call sites that the id at *place* is sent from; the place itself when none is known."""
    known = [sink for sink in sinks if sink.kind != "unknown"] or list(sinks)
    if known:
        return [_site(sink.module, sink.call, sink) for sink in known]
    return [_site(place.module, place.node or place.module.tree, None)]


def _site(module: Module, node: ast.AST, sink: Sink | None) -> Site:
    return Site(
        module.path,
        module.qualname(node),
        _tags(module, node) if hasattr(node, "lineno") else (),
        _features(sink) if sink else (),
    )


def _tags(module: Module, node: ast.AST) -> tuple[str, ...]:
    """The words of tag comments on the lines of *node*, or right above it."""
    lines = module.lines[max(0, node.lineno - 2) : node.end_lineno]  # type: ignore[attr-defined]
    if lines and len(lines) > 1 and not lines[0].lstrip().startswith("#"):
        lines = lines[1:]
    found = [
        word for line in lines for match in _TAG.finditer(line) for word in match[1].split(",")
    ]
    return tuple(dict.fromkeys(found))


def _features(sink: Sink) -> tuple[str, ...]:
    """What the request uses, as far as its arguments show."""
    given = sink.given.named
    found = []
    messages = given.get("messages") or given.get("input")
    if messages is not None and any(
        isinstance(inner, ast.Constant) and inner.value in _IMAGES
        for inner in ast.walk(messages.value)
    ):
        found.append("images")
    if "tools" in given or "functions" in given:
        found.append("tools")
    shape = given.get("response_format")
    called = ast.unparse(sink.call.func).endswith("parse")
    if shape is not None and (called or "json_schema" in ast.dump(shape.value)):
        found.append("json_schema")
    return tuple(found)
