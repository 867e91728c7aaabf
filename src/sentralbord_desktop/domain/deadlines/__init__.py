"""Deadlines: how they are counted and when they end."""
