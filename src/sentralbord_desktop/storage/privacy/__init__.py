"""Erasure, retention, the access log."""
