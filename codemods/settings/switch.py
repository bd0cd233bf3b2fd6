"""The thinking switch in the requests of scripts and commands: a member beside the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.finding import Edit, Finding

if TYPE_CHECKING:
    from codemods.contents import Room
    from codemods.settings.judge import Verdict


def switched(verdict: Verdict) -> Verdict:
    """*verdict* in one group with the switches of its requests, or a review where one of them
    cannot be written although the old id did not think."""
    mode = _mode(verdict)
    open_ = [room for room in verdict.setting.rooms if not room.said]
    if not mode or not open_:
        return verdict
    if all(room.at >= 0 for room in open_):
        group = (
            verdict.group or f"{verdict.page.where(verdict.setting)}:{verdict.setting.span.column}"
        )
        return replace(verdict, group=group)
    if mode == "enabled":  # what the new model does unasked
        return verdict
    advice = f"say {_member(open_[0], mode)} in the request"
    advice += "" if open_[0].quote else ", in the way of this library"
    reason = f"{verdict.reason}; the new model thinks by default: {advice}"
    return replace(verdict, action="review", reason=reason, new="")


def switches(verdict: Verdict) -> Iterator[Finding]:
    """One finding for each request that sends the value of *verdict* and needs the switch."""
    mode, source = _mode(verdict), verdict.page.source
    if not mode:
        return
    for room in verdict.setting.rooms:
        if room.said or room.at < 0:
            continue
        new = _member(room, mode)
        yield Finding(
            rule="thinking",
            path=source.path,
            span=room.callee,
            old=source.text[room.callee.start : room.callee.end],
            new=new,
            action="rewrite",
            reason=f"the new model thinks by default; {mode} keeps what the old id did",
            provider=verdict.provider,
            group=verdict.group,
            edits=(Edit(room.at, room.at, room.form.format(_spelled(room, new))),),
        )


def _member(room: Room, mode: str) -> str:
    return f'"thinking": {{"type": "{mode}"}}' if room.quote else f'thinking: {{ type: "{mode}" }}'


def _spelled(room: Room, member: str) -> str:
    return member.replace('"', room.quote) if room.quote else member


def _mode(verdict: Verdict) -> str:
    moves = verdict.action == "rewrite" and verdict.target is not None
    return verdict.target.thinking if moves and verdict.target else ""
