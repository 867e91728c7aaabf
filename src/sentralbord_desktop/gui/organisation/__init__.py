"""Katalog: departments, roles, people, courses, employers and external targets."""
