"""Members: rows and queries."""
