"""Is this draw one of those? Exact tests for draws that are exchangeable if nothing changed.

Per group (a case, or a conversation) there are several draws; one of them is the observed one.
If the observed draw comes from where the others come from, each was equally likely to be it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, prod, sqrt

EXACT_UP_TO = 1500
"""Groups that can differ; above, a normal approximation with continuity correction."""


def exchange_test(groups: Sequence[Sequence[int]]) -> float:
    """P(sum of one random draw per group >= sum of the observed ones), one-sided.

    Each group lists its whole-numbered draws, the observed one first. With two draws of 0 or 1
    per group this is the exact sign test of discordant pairs, Binomial(B + C, 1/2); with two
    sums per conversation it is the sign-flip test over every pattern of signs.
    """
    live = [[value - min(draws) for value in draws] for draws in groups if len(set(draws)) > 1]
    seen = sum(draws[0] for draws in live)
    if seen == 0:
        return 1.0
    return _exact(live, seen) if len(live) <= EXACT_UP_TO else _normal(live, seen)


def _exact(live: Sequence[Sequence[int]], seen: int) -> float:
    """The tail of the product of the groups' generating functions, in whole numbers.

    The polynomial is kept in one integer, a coefficient every *width* bytes; no coefficient
    exceeds the number of outcomes, so none runs into the next.
    """
    outcomes = prod(len(draws) for draws in live)
    width = outcomes.bit_length() // 8 + 1
    factors = [sum(1 << (8 * width * value) for value in draws) for draws in live]
    while len(factors) > 1:
        pairs = [factors[i : i + 2] for i in range(0, len(factors), 2)]
        factors = [prod(pair) for pair in pairs]
    packed = factors[0] >> (8 * width * seen)
    data = packed.to_bytes(packed.bit_length() // 8 + 1, "little")
    tail = sum(int.from_bytes(data[i : i + width], "little") for i in range(0, len(data), width))
    return tail / outcomes


def _normal(live: Sequence[Sequence[int]], seen: int) -> float:
    means = [sum(draws) / len(draws) for draws in live]
    spread = sum(
        sum((value - mean) ** 2 for value in draws) / len(draws)
        for draws, mean in zip(live, means, strict=True)
    )
    return erfc((seen - 0.5 - sum(means)) / sqrt(2 * spread)) / 2
