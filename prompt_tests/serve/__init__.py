"""`serve`: an OpenAI-compatible server on loopback that answers from recordings."""
