"""Outgoing messages: values."""
