"""The callback list."""
