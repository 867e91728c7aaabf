"""Puts the pages together; the only package that may import every page."""
