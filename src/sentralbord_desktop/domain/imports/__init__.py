"""Import and export files: columns, rows and values."""
