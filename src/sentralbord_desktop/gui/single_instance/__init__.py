"""One window for each register."""
