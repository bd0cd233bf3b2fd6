"""What can be read off an answer: its JSON, its tool calls, its traits, its differences."""
