"""Audit, retention, sensitive text: values and rules."""
