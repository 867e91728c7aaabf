"""The window. Uses services and domain values, never the database."""
