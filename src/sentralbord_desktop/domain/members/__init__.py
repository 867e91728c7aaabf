"""Members: values."""
