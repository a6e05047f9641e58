"""The text pipeline's door: one pure function for each use. See the modules beside it."""
