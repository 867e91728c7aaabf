"""Backups and the recovery code: values."""
