"""Changes of one Python expression: as plain values, and as the edits that LibCST makes of them."""
