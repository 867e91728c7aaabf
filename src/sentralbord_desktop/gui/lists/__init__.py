"""lists: part of the window."""
