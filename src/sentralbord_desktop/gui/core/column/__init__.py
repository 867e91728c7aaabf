"""A page in one column, and what it needs."""
