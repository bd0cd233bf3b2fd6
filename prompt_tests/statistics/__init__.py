"""The only room that does sums: counts in, shares, intervals and p-values out.

Pure Python, exact where an exact answer exists. Each function names the source of its formula;
nothing here knows what a recording is.
"""

from __future__ import annotations
