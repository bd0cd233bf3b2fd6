"""What the `replay` command does: its options, what it refuses, one case, one run, many workers."""
