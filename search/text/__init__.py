"""Pure functions on Thai text."""
