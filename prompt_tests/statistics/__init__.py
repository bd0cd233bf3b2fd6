"""The only room that does sums: counts in, shares, intervals and p-values out.

Pure Python, exact where an exact answer exists. Each function names the source of its formula;
nothing here knows what a recording is.

Read in this order:

    vectors, means, bootstrap       quantities: alike, on two sides, with intervals
    binary, rates, exchange, many   cases that pass or fail, few draws of them, many tests at once
"""

from __future__ import annotations
