"""Several PCs on one register."""
