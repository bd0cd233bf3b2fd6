"""Every token a plan is about: where it stands and what it is there for."""
