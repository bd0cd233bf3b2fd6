"""The left wing: files in, findings and edits out. Nothing here runs what it reads."""
