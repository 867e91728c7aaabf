"""wizard: part of the window."""
