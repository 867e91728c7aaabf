"""The search while it is typed, and its hits."""
