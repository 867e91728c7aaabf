"""The search during typing, and its hits."""
