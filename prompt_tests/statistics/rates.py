"""Two pass rates seen through a few re-draws."""

from __future__ import annotations

from math import comb


def chance_lower(new_passes: int, new_fails: int, old_passes: int, old_fails: int) -> float:
    """P(the new pass rate is below the old), each rate with a uniform prior; exact.

    The posteriors are Beta(1 + passes, 1 + fails). For whole numbers the integral is a finite
    sum: P(X < Y) for X ~ Beta(a, b), Y ~ Beta(c, d) is a sum over hypergeometric terms.
    """
    a, b = new_passes + 1, new_fails + 1
    c, d = old_passes + 1, old_fails + 1
    # X < Y: among a+b-1 and c+d-1 uniform order statistics, the a-th of one below the c-th of
    # the other: at least a of the first stand before the c-th of the second.
    first, second = a + b - 1, c + d - 1
    ways = sum(
        comb(k + c - 1, k) * comb(first - k + second - c, first - k) for k in range(a, first + 1)
    )
    return ways / comb(first + second, first)
