"""The candidates of a transfer: the present one with number and words, and the next ones."""
