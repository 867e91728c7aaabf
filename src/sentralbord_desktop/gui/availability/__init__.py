"""The board of presence."""
