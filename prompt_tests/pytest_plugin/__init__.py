"""Recordings as tests: the plugin, and the shim that wakes it."""
