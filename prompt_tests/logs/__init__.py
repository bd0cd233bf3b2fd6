"""Other tools' logs on their way to recordings; the formats stand on their own shelf."""
