"""Departments, people, courses, employers and post codes: values."""
