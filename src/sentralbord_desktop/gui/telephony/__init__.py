"""Calls from outside and dialling."""
