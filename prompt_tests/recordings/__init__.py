"""Recordings in and out: read, written, drawn, scrubbed."""
