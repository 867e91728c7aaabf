"""The real window on a real X server, read through the accessibility tree, driven by keys."""
