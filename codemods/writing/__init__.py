"""Change sets: computed, compared, stored, and written to users' files and back."""
