"""A finished run in the hands of people: read back, compared, accepted, judged again."""
