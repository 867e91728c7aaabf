"""Inquiries: values."""
