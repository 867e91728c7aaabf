"""Settings panels for import and export."""
