"""The checks for a procedure's owner: lint, all paths, one simulated call."""
