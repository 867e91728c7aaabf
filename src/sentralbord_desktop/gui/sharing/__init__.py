"""The shared register: connection, other viewers, offline page."""
