"""Texts of the screen that are gone through and copied by key."""
