"""The outbox and its secrets."""
