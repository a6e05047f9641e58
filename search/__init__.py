"""How things are found: words and fields, never anybody's tables."""
