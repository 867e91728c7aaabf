"""call: part of the window."""
