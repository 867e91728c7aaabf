"""The address of a shared register."""
