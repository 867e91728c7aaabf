"""Members and duplicates."""
