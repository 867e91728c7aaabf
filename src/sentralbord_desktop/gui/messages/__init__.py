"""The outbox page, letters, sending settings."""
