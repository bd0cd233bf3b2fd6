"""From answers to a verdict: checks, causes, noise, limits, the gate."""
