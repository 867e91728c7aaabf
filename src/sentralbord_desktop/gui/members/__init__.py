"""Settings panels for members."""
