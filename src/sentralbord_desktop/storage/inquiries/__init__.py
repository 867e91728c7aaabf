"""Inquiries: rows and queries."""
