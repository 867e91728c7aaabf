"""The shared register: transfer, live changes, the local copy."""
