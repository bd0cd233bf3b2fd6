"""Text that a model, a log or a stranger's repository wrote, made safe to show.

Everything here is total: any string, lone surrogates included, gives a string that can be
written as UTF-8. HTML is escaped by the template engine; these are the other sinks.
"""

from __future__ import annotations

import json
import re

# C0 but tab and newline, DEL, C1, soft hyphen, bidi controls, zero-width and filler characters,
# byte-order mark, interlinear marks, tag block, variation selectors 17+, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)
# The same characters where they are honest: emoji joined to one, joiners inside Arabic, Persian
# and Indic words, the three flags that are written in tags.
_PICTURE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
_SKIN = "[\U0001f3fb-\U0001f3ff]?\ufe0f?"
_WORD = "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff]"
_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_HONEST = re.compile(
    f"({_PICTURE}{_SKIN}(?:\u200d{_PICTURE}{_SKIN})+|(?<={_WORD})[\u200c\u200d](?={_WORD})|{_FLAG})"
    f"|{_INVISIBLE.pattern}"
)
# Orders to CI services: GitHub's own at the start of a line; `##[`, `##vso[` and `##teamcity[`
# wherever they stand (GitHub's runner still obeys `##[add-mask]` in the middle of a line).
_COMMAND = re.compile(r"^(\s*)(::)", re.MULTILINE)
_ORDER = re.compile(r"(##\w*)\[")


def visible(text: str) -> str:
    """*text* with every control, bidi and invisible character shown as an escape.

    Tab and newline stay. Lines that a CI service would read as a workflow command (blanks, then
    ``::``) get ``| `` in front, and the bracket of ``##[`` is escaped, so that untrusted text can
    never give an order.
    """
    return _COMMAND.sub(r"\1| \2", disarmed(_INVISIBLE.sub(_badge, text), r"\x5b"))


def disarmed(text: str, bracket: str) -> str:
    """*text* with the bracket of every ``##[``, ``##vso[`` and the like written as *bracket*:
    ``&#91;`` in XML and HTML, for instance."""
    return _ORDER.sub(lambda order: order[1] + bracket, text)


def json_text(value: object, indent: int | None = None) -> str:
    """*value* as JSON in pure ASCII, for any stream and any CI log."""
    return disarmed(json.dumps(value, indent=indent), r"\u005b")


def revealed(text: str) -> str:
    """*text* for a page: hidden characters as escapes, but those that honest words need stay."""
    if text.isascii() and text.isprintable():
        return text
    return _HONEST.sub(lambda match: match[1] or _badge(match), text)


def one_line(text: str, limit: int = 160) -> str:
    """*text* on one line of at most *limit* characters, safe for a terminal."""
    flat = visible(" ".join(text.split()))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def path_text(path: str) -> str:
    """*path* on one line, else as it is."""
    return visible(path.replace("\n", "\\n").replace("\t", "\\t"))


def xml_text(text: str) -> str:
    """*text* with what XML 1.0 cannot hold written as ``#xNN``; escaping is the writer's part."""
    return re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]",
        lambda m: f"#x{ord(m[0]):02X}",
        text,
    )


def markdown_code(text: str, language: str = "") -> str:
    """*text* as a fenced block whose fence is longer than any run of backticks in it."""
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def markdown_cell(text: str, limit: int = 160) -> str:
    """*text* as one inert table cell: a code span with pipes and angle brackets escaped."""
    flat = one_line(text, limit).replace("\\", "\\\\").replace("|", "\\|")
    flat = flat.replace("<", "&lt;").replace("`", "'")
    return f"`{flat}`" if flat else ""


def workflow_data(text: str) -> str:
    """*text* as the message of a GitHub workflow command."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """*text* as a property value of a GitHub workflow command."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")


def _badge(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"
