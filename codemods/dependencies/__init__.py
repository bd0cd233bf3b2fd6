"""What a change of the client package means for the requirements of a project."""
