"""Calls recorded as they happen: through a proxy, or in the application itself."""
