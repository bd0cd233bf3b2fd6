"""The shapes of calls, on the wire and in files: read strictly, written exactly."""
