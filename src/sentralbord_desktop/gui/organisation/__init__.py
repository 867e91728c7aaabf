"""Katalog: departments, roles, people, courses, employers and places outside; all of it data."""
