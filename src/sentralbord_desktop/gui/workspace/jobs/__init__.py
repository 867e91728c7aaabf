"""Work behind the window: sending, backups, and what is done once a day."""
