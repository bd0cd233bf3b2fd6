"""Answers by a JSON schema, at calls that move to a host which takes none: a tool call instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.python.clients.structured import lacks_schema, schemas
from codemods.python.passed.moved import moved_calls
from codemods.python.proposal import Proposal
from codemods.rewriting.changes import SetKeyword

if TYPE_CHECKING:
    from codemods.python.reading import Reading


def structured(reading: Reading) -> Iterator[Proposal]:
    """One proposal for each call of `with_structured_output`; those that cannot move stay."""
    for call in moved_calls(reading):
        if call.fresh and lacks_schema(call.world, call.target):
            for asked, module in schemas(call.world, call.sink.shape, call.sink.call):
                yield Proposal(
                    "parameter",
                    module,
                    module.extent(asked.func),
                    "rewrite",
                    f"{call.card.id} at {call.provider.title} is not known to take a JSON schema",
                    new='method="function_calling"',
                    provider=call.provider.name,
                    group=call.judgement.group,
                    on=asked,
                    changes=(SetKeyword("method", '"function_calling"'),),
                )
