"""What the `replay` command does: its options, what it refuses, one case, one run, many workers.

Read in this order:

    options, wishes                 what a user may say, and all of it as one value
    refusals                        what is refused before the first call
    running, case, spread           a run, one case of it, a run on many workers
"""
