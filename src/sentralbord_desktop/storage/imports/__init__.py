"""Bulk import of members and invoices, and its undo."""
