"""Callbacks: values."""
