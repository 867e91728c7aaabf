"""Settings panels for backup and recovery."""
