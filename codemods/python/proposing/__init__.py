"""What else a move needs: the readings that rules turn into findings."""
