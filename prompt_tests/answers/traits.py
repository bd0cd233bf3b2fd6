"""Yes-or-no properties of one answer: refusal, truncation, emptiness, fences, bare JSON."""

from __future__ import annotations

import re

from prompt_tests.answers.fences import blocks
from prompt_tests.answers.jsontext import parse
from prompt_tests.reply import Reply

_NOT = (
    r"(?:can['’]?t|cannot|can not|won['’]?t|will not|am unable to|am not able to|must decline to)"
)
_HOW = r"(?:(?:really|currently|directly|personally|actually|legally|unfortunately) ){0,2}"
_DEED = r"(?:help|assist|comply|provide|answer|support|engage|fulfil|discuss|do that|do this)"
_REFUSAL = re.compile(
    rf"^\W*(?:"
    rf"(?:i['’]?m |i am )?(?:very |really |so )?(?:sorry|afraid)\b"
    rf"[^.\n]{{0,60}}?\b{_NOT} {_HOW}{_DEED}\b"
    rf"|(?:i['’]?m|i am) (?:unable|not able) to {_HOW}{_DEED}\b"
    rf"|(?:unfortunately,? )?i {_NOT} {_HOW}{_DEED}\b"
    rf"|as an ai\b[^.\n]{{0,80}}\b{_NOT}\b"
    rf")",
    re.IGNORECASE,
)
_REASONING = re.compile(
    r"^\s*<(think|thinking|reasoning|analysis|scratchpad)>|</(think|thinking|reasoning)>"
    r"|<\|channel\|>\s*analysis|^\s*◁think▷",
    re.IGNORECASE,
)


def refused(reply: Reply) -> bool:
    """The API said so (`refusal`, a content filter), or the text opens as English refusals do."""
    refusal = (reply.message or {}).get("refusal")
    if (isinstance(refusal, str) and refusal.strip()) or reply.finish_reason == "content_filter":
        return True
    return not reply.tool_calls and bool(_REFUSAL.search(reply.text[:300]))


def truncated(reply: Reply) -> bool:
    """The answer was cut at the token limit."""
    return reply.finish_reason in ("length", "max_tokens")


def empty(reply: Reply) -> bool:
    """Neither text nor a tool call nor a refusal."""
    refusal = (reply.message or {}).get("refusal")
    return not reply.text.strip() and not reply.tool_calls and not refusal


def has_fence(reply: Reply) -> bool:
    """A code block stands somewhere in the text."""
    return bool(blocks(reply.text))


def bare_json(reply: Reply) -> bool:
    """The text is a JSON object or array and nothing else."""
    text = reply.text.lstrip()
    return text[:1] in ("{", "[") and parse(text).ok


def leaks_reasoning(reply: Reply) -> bool:
    """Reasoning tags stand in the text that the user will see."""
    return bool(_REASONING.search(reply.text))
