"""The outbox, its sender and its settings."""
