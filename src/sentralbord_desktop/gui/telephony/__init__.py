"""Incoming calls and dialling."""
