"""Keys, key slots and PINs."""
