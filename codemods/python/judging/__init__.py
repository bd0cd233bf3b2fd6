"""What becomes of ids, clients and settings, and what moves together."""
