"""Awaited confirmations: values."""
