"""Converts the text of a cell to a value: days, telephone numbers, and the errors."""
