"""The right wing: recordings in, replays, differences and a verdict out."""
