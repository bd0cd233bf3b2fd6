"""Two pass rates seen through a few re-draws."""

from __future__ import annotations

from math import comb, sqrt

from prompt_tests.statistics.binary import Z95


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


def corrected_rate(
    seen: tuple[int, int], sensitivity: tuple[int, int], specificity: tuple[int, int]
) -> tuple[float, float, float] | None:
    """A true rate behind a test with known errors, and its 95 % interval (Rogan and Gladen 1978).

    Each argument is (hits, trials): how often the test was positive, how often among true
    positives, how often negative among true negatives. The interval is by the delta method. None
    when a count is missing or the test tells the two apart no better than a coin.
    """
    if not (seen[1] and sensitivity[1] and specificity[1]):
        return None
    q, se, sp = (hits / trials for hits, trials in (seen, sensitivity, specificity))
    gain = se + sp - 1
    if gain <= 0:
        return None
    rate = (q + sp - 1) / gain
    spread = (
        q * (1 - q) / seen[1]
        + rate**2 * se * (1 - se) / sensitivity[1]
        + (1 - rate) ** 2 * sp * (1 - sp) / specificity[1]
    )
    half = Z95 * sqrt(spread) / gain
    low, middle, high = (min(1.0, max(0.0, value)) for value in (rate - half, rate, rate + half))
    return middle, low, high
