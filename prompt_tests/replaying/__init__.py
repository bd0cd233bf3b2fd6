"""A run: which question goes where, what is kept, and how it goes on after a kill."""
