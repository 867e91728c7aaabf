"""The practice register."""
