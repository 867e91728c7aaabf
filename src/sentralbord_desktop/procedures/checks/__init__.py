"""What a procedure's owner tries a file with: lint, all paths, one simulated call."""
