"""Integrity check."""
