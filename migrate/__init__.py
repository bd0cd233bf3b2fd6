"""The floor of llm-cutover: what a provider, a model and a plan are. Imports nothing."""

__version__ = "0.1.0"
