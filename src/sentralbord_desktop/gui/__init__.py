"""The window. It knows services and domain values, never the database."""
